package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.coinrun.CoinRunOptions.Coin;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import org.junit.jupiter.api.Test;

class MovedCoinTest {
  private static final CoinRunOptions EASY =
      CoinRunOptions.DEFAULT.withDistribution(Distribution.EASY);

  @Test
  void movesNothingButTheCoin() {
    for (CoinRunOptions options : new CoinRunOptions[] {EASY, CoinRunOptions.DEFAULT}) {
      CoinRun usual = new CoinRun(options);
      CoinRun moved = new CoinRun(options.withCoin(Coin.ANYWHERE));
      for (int level = 0; level < 100; level++) {
        usual.resetTo(level);
        moved.resetTo(level);
        CoinRunCell coin = moved.editor().coins().get(0);
        assertThat(moved.editor().coins()).hasSize(1);
        assertThat(coin.column()).isBetween(5, usual.editor().coins().get(0).column());
        assertThat(coin.row()).isEqualTo(moved.editor().height(coin.column()));
        usual.editor().removeCoins();
        byte[] before = moved.snapshot();
        moved.editor().removeCoins();
        byte there = usual.game().scene.grid.at(coin.column(), coin.row());
        moved.game().scene.grid.set(coin.column(), coin.row(), there);
        assertThat(moved.snapshot()).isEqualTo(usual.snapshot());
        moved.restore(before);
        assertThat(moved.editor().coins()).containsExactly(coin);
      }
    }
  }

  @Test
  void putsCoinsAllAlongTheWay() {
    CoinRun usual = new CoinRun(EASY);
    CoinRun moved = new CoinRun(EASY.withCoin(Coin.ANYWHERE));
    int early = 0;
    int late = 0;
    int levels = 400;
    for (int level = 0; level < levels; level++) {
      usual.resetTo(level);
      moved.resetTo(level);
      double end = usual.editor().coins().get(0).column();
      double share = (moved.editor().coins().get(0).column() - 5) / (end - 5);
      if (share < 1 / 3.0) early++;
      if (share > 2 / 3.0) late++;
    }
    // a third each but for columns without room; 5 standard errors of 400 draws are 0.12
    assertThat((double) early / levels).isBetween(0.21, 0.45);
    assertThat((double) late / levels).isBetween(0.21, 0.45);
  }

  @Test
  void movesTheCoinsOfAShareOfTheLevels() {
    CoinRun usual = new CoinRun(EASY);
    CoinRun some = new CoinRun(EASY.withCoin(Coin.ANYWHERE, 0.1));
    CoinRun all = new CoinRun(EASY.withCoin(Coin.ANYWHERE));
    int moved = 0;
    int levels = 1000;
    for (int level = 0; level < levels; level++) {
      usual.resetTo(level);
      some.resetTo(level);
      all.resetTo(level);
      if (some.layoutHash() == usual.layoutHash()) continue;
      assertThat(some.layoutHash()).isEqualTo(all.layoutHash());
      moved++;
    }
    // 100 expected, less those moved to where they were; 5 standard deviations are 47
    assertThat(moved).isBetween(48, 147);
    CoinRun none = new CoinRun(EASY.withCoin(Coin.ANYWHERE, 0));
    none.resetTo(3);
    usual.resetTo(3);
    assertThat(none.snapshot()).isEqualTo(usual.snapshot());
  }

  @Test
  void refusesSharesOutsideOfZeroToOne() {
    assertThatThrownBy(() -> EASY.withCoin(Coin.ANYWHERE, 1.5))
        .hasMessage("movedCoins must be within 0..1, got 1.5");
    assertThatThrownBy(() -> EASY.withCoin(Coin.ANYWHERE, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Coin.named("middle"))
        .hasMessage("coin must be end or anywhere, got middle");
    assertThat(Coin.named("anywhere")).isEqualTo(Coin.ANYWHERE);
  }
}
