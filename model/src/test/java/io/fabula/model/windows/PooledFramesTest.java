package io.fabula.model.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class PooledFramesTest {
  private static byte[] pictures(int count, int side) {
    byte[] pictures = new byte[count * 3 * side * side];
    for (int i = 0; i < pictures.length; i++) pictures[i] = (byte) (i * 37 + i / 5);
    return pictures;
  }

  @Test
  void keepsBytesExactlyWithoutPooling() {
    byte[] pictures = pictures(2, 4);
    float[] out = new float[pictures.length];
    PooledFrames.of(pictures, 4, 1).copy(0, 2, out, 0);
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 3; c++) {
        for (int p = 0; p < 16; p++) {
          float expected = (pictures[n * 48 + p * 3 + c] & 0xFF) / 255f;
          assertThat(out[n * 48 + p * 3 + c]).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void averagesSquares() {
    byte[] pictures = pictures(3, 8);
    for (int pool : new int[] {2, 4}) {
      int side = 8 / pool;
      float[] out = new float[side * side * 3];
      PooledFrames.of(pictures, 8, pool).copy(2, 1, out, 0);
      double sum = 0;
      for (int y = 0; y < pool; y++) {
        for (int x = 0; x < pool; x++) {
          sum += (pictures[2 * 192 + 3 * ((pool + y) * 8 + x) + 1] & 0xFF) / 255.0;
        }
      }
      // row 1, column 0, channel 1
      assertThat((double) out[side * 3 + 1]).isCloseTo(sum / (pool * pool), within(1e-7));
    }
  }

  @Test
  void refusesAPoolThatDoesNotDivideTheSide() {
    assertThatThrownBy(() -> PooledFrames.of(pictures(1, 8), 8, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("divide the side 8, got 3");
  }
}
