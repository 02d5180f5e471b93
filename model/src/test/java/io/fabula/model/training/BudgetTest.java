package io.fabula.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {
  @Test
  void countsWhatItIsMadeOf() {
    assertThat(new Budget.Steps(200).progress(1, 50, 9)).isEqualTo(0.25);
    assertThat(new Budget.Updates(4).progress(1, 50, 9)).isEqualTo(0.25);
    assertThat(new Budget.Minutes(0.5).progress(1, 50, 9)).isEqualTo(0.3);
    Budget replay = new Budget.Replay(List.of(0.0, 0.7));
    assertThat(replay.progress(1, 50, 9)).isEqualTo(0.7);
    assertThat(replay.progress(2, 50, 9)).isEqualTo(1);
  }

  @Test
  void holdsAtLeastOneUpdateHoweverShortItIs() {
    assertThat(new Budget.Minutes(1e-9).progress(0, 0, 60)).isZero();
    assertThat(new Budget.Minutes(1e-9).progress(1, 64, 60)).isGreaterThan(1);
    assertThatThrownBy(() -> new Budget.Replay(List.of()))
        .hasMessage("a schedule needs at least 1 update, got none");
    assertThatThrownBy(() -> new Budget.Steps(0)).hasMessage("steps must be at least 1, got 0");
    assertThatThrownBy(() -> new Budget.Updates(0)).hasMessage("updates must be at least 1, got 0");
    assertThatThrownBy(() -> new Budget.Minutes(Double.NaN)).hasMessageContaining("minutes");
  }
}
