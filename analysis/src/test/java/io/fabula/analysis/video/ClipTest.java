package io.fabula.analysis.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jcodec.api.FrameGrab;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.scale.AWTUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ClipTest {
  /** A made-up game: a figure that runs right over ground, past a box, under a sky. */
  public static Clip game(int length, int shift) {
    List<Picture> frames = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      byte[] rgb = new byte[64 * 64 * 3];
      for (int y = 0; y < 64; y++) {
        for (int x = 0; x < 64; x++) {
          int colour = y > 48 ? ((x + 2 * t) / 5 % 2 == 0 ? 0x7a5230 : 0x8a6040) : 0x9cd3ee;
          int box = 60 - 2 * t + shift;
          if (x >= box && x < box + 9 && y > 39 && y <= 48) colour = 0xc98f3f;
          int jump = t > 4 && t < 16 ? (int) (14 * Math.sin((t - 4) * Math.PI / 12)) : 0;
          if (x >= 26 && x < 33 && y > 37 - jump && y <= 48 - jump) colour = 0xd1495b;
          if (x >= 27 && x < 32 && y > 34 - jump && y <= 39 - jump) colour = 0xf3c9a5;
          int at = (y * 64 + x) * 3;
          rgb[at] = (byte) (colour >> 16);
          rgb[at + 1] = (byte) (colour >> 8);
          rgb[at + 2] = (byte) colour;
        }
      }
      frames.add(new Picture(64, 64, rgb));
    }
    return new Clip(frames);
  }

  /** Overlays that name every direction once and end with the coin. */
  public static List<Overlay> overlays(int length) {
    List<Overlay> overlays = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      overlays.add(Overlay.coinRun(t % 15, t / (length - 1.0), t == length - 1 ? 10 : 0));
    }
    return overlays;
  }

  @Test
  void writesTheSamePlayableFileEveryTime(@TempDir Path folder) throws Exception {
    Clip clip =
        Clip.sideBySide(
            List.of(game(20, 0).enlarged(4).with(overlays(20)), game(16, 3).enlarged(4)),
            List.of("real", "simulated"));
    assertThat(clip.width()).isEqualTo(528);
    assertThat(clip.frames()).hasSize(20);
    Path first = folder.resolve("first.mp4");
    Path second = folder.resolve("second.mp4");
    Mp4.write(first, clip, Mp4.FRAMES_PER_SECOND);
    Mp4.write(second, clip, Mp4.FRAMES_PER_SECOND);
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(first, second);
    }
    FrameGrab grab = FrameGrab.createFrameGrab(NIOUtils.readableChannel(first.toFile()));
    assertThat(grab.getVideoTrack().getMeta().getTotalFrames()).isEqualTo(20);
    Picture decoded = Picture.of(AWTUtil.toBufferedImage(grab.getNativeFrame()));
    assertThat(decoded.width()).isEqualTo(528);
    Path shown = Files.createDirectories(Path.of("target", "videos"));
    Files.copy(
        first, shown.resolve("sample.mp4"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void enlargesByWholePixels() {
    Clip clip = Clip.of(new byte[] {1, 2, 3, 4, 5, 6}, 2, 1).enlarged(2);
    assertThat(clip.frames().get(0).rgb())
        .containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
  }

  @Test
  void marksEndRewardAndActionWhereTheSpecificationSays() {
    Clip clip = Clip.of(filled(200), 64, 64);
    Picture marked =
        clip.with(List.of(new Overlay(ArrowDirection.NONE, 0.5, 10, 10))).frames().get(0);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        int expected = 200;
        if (y < 16 && x >= 24 && x < 40) expected = 0;
        if (y < 4 && x < 4) expected = 128;
        if (y < 4 && x >= 59 && x < 63) expected = 255;
        assertThat(marked.rgb()[(y * 64 + x) * 3] & 0xFF).as(x + "," + y).isEqualTo(expected);
      }
    }
  }

  @Test
  void arrowPointsWhereTheActionGoes() {
    Clip clip = Clip.of(filled(200), 64, 64);
    Picture right = clip.with(List.of(Overlay.coinRun(7, 0, 0))).frames().get(0);
    assertThat(brightness(right, 32, 40, 0, 16)).isGreaterThan(brightness(right, 24, 32, 0, 16));
    Picture up = clip.with(List.of(Overlay.coinRun(5, 0, 0))).frames().get(0);
    assertThat(brightness(up, 24, 40, 0, 8)).isGreaterThan(brightness(up, 24, 40, 8, 16));
    Picture special = clip.with(List.of(Overlay.coinRun(12, 0, 0))).frames().get(0);
    assertThat(brightness(special, 24, 40, 0, 16)).isZero();
    assertThatThrownBy(() -> ArrowDirection.ofProcgen(15))
        .hasMessage("action must be within 0..14, got 15");
  }

  private static byte[] filled(int level) {
    byte[] rgb = new byte[64 * 64 * 3];
    java.util.Arrays.fill(rgb, (byte) level);
    return rgb;
  }

  private static int brightness(Picture picture, int left, int right, int top, int bottom) {
    int sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) sum += picture.rgb()[(y * 64 + x) * 3] & 0xFF;
    }
    return sum;
  }
}
