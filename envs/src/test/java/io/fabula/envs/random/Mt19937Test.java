package io.fabula.envs.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Mt19937Test {
  @Test
  void drawsThePublishedWords() {
    Mt19937 random = new Mt19937(0);
    assertThat(random.nextInt()).isEqualTo((int) 2357136044L);
    assertThat(random.nextInt()).isEqualTo((int) 2546248239L);
    assertThat(random.nextInt()).isEqualTo((int) 3071714933L);
    assertThat(new Mt19937(0).nextFloat()).isEqualTo(0.5488135f);
  }

  @Test
  void drawsTheTenThousandthWordOfTheDefaultSeed() {
    Mt19937 random = new Mt19937(5489);
    for (int i = 1; i < 10_000; i++) random.nextInt();
    assertThat(Integer.toUnsignedLong(random.nextInt())).isEqualTo(4123659995L);
  }

  @Test
  void takesBoundedDrawsModulo() {
    assertThat(new Mt19937(0).nextInt(62)).isEqualTo((int) (2357136044L % 62));
  }

  @Test
  void continuesFromASavedState() {
    Mt19937 random = new Mt19937(7);
    for (int i = 0; i < 700; i++) random.nextInt();
    Mt19937 copy = new Mt19937(1);
    copy.restore(random.state());
    for (int i = 0; i < 1300; i++) assertThat(copy.nextInt()).isEqualTo(random.nextInt());
  }

  @Test
  void refusesAStateOfTheWrongSize() {
    assertThatThrownBy(() -> new Mt19937(1).restore(new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 3 values");
  }
}
