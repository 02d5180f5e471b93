package io.fabula.envs.create.drawing;

import java.util.Arrays;

/** The last frames, oldest first; frames before the episode are black. */
public final class FrameStack {
  /** Pixels of a frame's side. */
  public static final int SIDE = GreyFrame.SIDE;

  /** Frames in an observation. */
  public static final int FRAMES = 3;

  private final GreyFrame frame;
  private final SceneDrawing drawing;
  private final byte[][] frames = new byte[FRAMES][SIDE * SIDE];

  /**
   * An empty stack.
   *
   * @param world side of the square world, world units
   */
  public FrameStack(double world) {
    frame = new GreyFrame(world);
    drawing = new SceneDrawing(frame);
  }

  /** Begins an episode with its first frame. */
  public void begin(DrawnScene scene) {
    for (byte[] each : frames) Arrays.fill(each, (byte) 0);
    add(scene);
  }

  /** Adds the frame of now and drops the oldest. */
  public void add(DrawnScene scene) {
    byte[] oldest = frames[0];
    System.arraycopy(frames, 1, frames, 0, FRAMES - 1);
    frames[FRAMES - 1] = oldest;
    frame.clear();
    drawing.draw(scene);
    System.arraycopy(frame.pixels(), 0, oldest, 0, oldest.length);
  }

  /** Writes {@code [height, width, frame]}. */
  public void write(byte[] target, int offset) {
    for (int k = 0; k < FRAMES; k++) {
      byte[] from = frames[k];
      for (int i = 0, at = offset + k; i < from.length; i++, at += FRAMES) target[at] = from[i];
    }
  }

  /** Writes {@code [height, width, frame]}, unscaled. */
  public void write(float[] target, int offset) {
    for (int k = 0; k < FRAMES; k++) {
      byte[] from = frames[k];
      for (int i = 0, at = offset + k; i < from.length; i++, at += FRAMES) {
        target[at] = from[i] & 0xFF;
      }
    }
  }

  /** The frames themselves, {@code [frame][height * width]}, oldest first. */
  public byte[][] frames() {
    return frames;
  }
}
