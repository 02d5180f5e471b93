package io.fabula.analysis.video;

import io.fabula.envs.Picture;
import java.io.IOException;
import java.nio.file.Path;

/** Writes clips as MP4 files (H.264, baseline) that browsers play. */
public final class Mp4 {
  /** Frames per second of the published videos. */
  public static final int FRAMES_PER_SECOND = 14;

  private Mp4() {}

  /**
   * Writes a clip; the same clip always gives the same bytes.
   *
   * @param file target, replaced when complete
   * @param framesPerSecond within 1..120
   */
  public static void write(Path file, Clip clip, int framesPerSecond) throws IOException {
    try (Mp4Recording recording =
        new Mp4Recording(file, clip.width(), clip.height(), framesPerSecond)) {
      for (Picture frame : clip.frames()) recording.add(frame);
      recording.finish();
    }
  }
}
