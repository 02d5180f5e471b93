package io.fabula.envs.create.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GlyphsTest {
  @Test
  void tellsActivatorsApartInGrey() {
    List<Appearance> kinds =
        Stream.of(Appearance.values()).filter(Appearance::isActivator).toList();
    assertThat(kinds).hasSize(5);
    byte[][] drawings = new byte[kinds.size()][];
    for (int i = 0; i < drawings.length; i++) {
      GreyFrame frame = new GreyFrame(84);
      frame.clear();
      new Glyphs(frame).activator(kinds.get(i), 42, 42, 5);
      drawings[i] = frame.pixels();
      for (int k = 0; k < i; k++) {
        int different = 0;
        for (int p = 0; p < drawings[i].length; p++) {
          int contrast = Math.abs((drawings[i][p] & 0xFF) - (drawings[k][p] & 0xFF));
          if (contrast >= 40) different++;
        }
        assertThat(different).as("%d and %d", i, k).isGreaterThanOrEqualTo(10);
      }
    }
  }
}
