package io.fabula.envs.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.EnvironmentContract;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlatformSnapshotTest {
  @Property(tries = 200)
  void restoresBitForBitAtAnyStep(
      @ForAll long seed,
      @ForAll @Size(12) int[] numbers,
      @ForAll @IntRange(min = 0, max = 8) int at) {
    EnvironmentContract.restoresExactly(
        Platform::new,
        (world, number) -> Platform.action(Math.floorMod(number, 3), number * 0x1.0p-31),
        seed,
        numbers,
        at);
  }

  @Test
  void refusesDamagedSnapshotsAndStaysAsItWas() {
    Platform world = new Platform();
    world.reset(1);
    byte[] good = world.snapshot();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> world.restore(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThatThrownBy(() -> world.restore(longer)).hasMessageContaining("1 bytes too many");
    assertThat(world.snapshot()).isEqualTo(good);
  }
}
