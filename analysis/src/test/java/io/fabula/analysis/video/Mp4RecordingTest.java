package io.fabula.analysis.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames come one by one; only finished files exist. */
class Mp4RecordingTest {
  @TempDir Path folder;

  private static Picture frame(int width, int height) {
    return new Picture(width, height, new byte[width * height * 3]);
  }

  @Test
  void leavesNothingBehindUnlessFinished() throws IOException {
    Path file = folder.resolve("x.mp4");
    try (Mp4Recording recording = new Mp4Recording(file, 32, 16, 5)) {
      recording.add(frame(32, 16));
      assertThatThrownBy(() -> recording.add(frame(16, 16)))
          .hasMessage("frames must be 32x16, got 16x16");
      assertThat(recording.frames()).isEqualTo(1);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void refusesVideosWithoutFramesOrPlace() throws IOException {
    try (Mp4Recording recording = new Mp4Recording(folder.resolve("x.mp4"), 32, 16, 5)) {
      assertThatThrownBy(recording::finish).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> new Mp4Recording(folder.resolve("no/x.mp4"), 32, 16, 5))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new Mp4Recording(folder.resolve("x.mp4"), 32, 16, 0))
        .hasMessage("framesPerSecond must be within 1..120, got 0");
  }

  @Test
  void captionsStandBelowAndFit() {
    Picture plain = frame(200, 50);
    Picture empty = Caption.below(plain, List.of("", ""));
    Picture captioned = Caption.below(plain, List.of("step 1", "x".repeat(500)));
    assertThat(captioned.width()).isEqualTo(200);
    assertThat(captioned.height()).isEqualTo(empty.height()).isGreaterThan(70);
    assertThat(captioned.rgb()).isNotEqualTo(empty.rgb()).startsWith(plain.rgb());
    Picture shorter = Caption.below(plain, List.of("step 1", "x".repeat(400)));
    assertThat(shorter.rgb()).isEqualTo(captioned.rgb());
  }
}
