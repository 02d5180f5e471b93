package io.fabula.envs.create;

import static io.fabula.envs.create.CreateConstants.FRAME;
import static io.fabula.envs.create.CreateConstants.FRAMES;

import java.util.Arrays;

/** The last frames, oldest first; frames before the episode are black. */
final class FrameStack {
  private final GreyFrame frame = new GreyFrame();
  private final SceneDrawing drawing = new SceneDrawing(frame);
  private final byte[][] frames = new byte[FRAMES][FRAME * FRAME];

  void begin(Stage stage) {
    for (byte[] each : frames) Arrays.fill(each, (byte) 0);
    add(stage);
  }

  void add(Stage stage) {
    byte[] oldest = frames[0];
    System.arraycopy(frames, 1, frames, 0, FRAMES - 1);
    frames[FRAMES - 1] = oldest;
    frame.clear();
    drawing.draw(stage);
    System.arraycopy(frame.pixels(), 0, oldest, 0, oldest.length);
  }

  /** Writes {@code [height, width, frame]}. */
  void write(byte[] target, int offset) {
    for (int k = 0; k < FRAMES; k++) {
      byte[] from = frames[k];
      for (int i = 0, at = offset + k; i < from.length; i++, at += FRAMES) target[at] = from[i];
    }
  }

  /** Writes {@code [height, width, frame]}, unscaled. */
  void write(float[] target, int offset) {
    for (int k = 0; k < FRAMES; k++) {
      byte[] from = frames[k];
      for (int i = 0, at = offset + k; i < from.length; i++, at += FRAMES) {
        target[at] = from[i] & 0xFF;
      }
    }
  }

  byte[][] frames() {
    return frames;
  }
}
