package io.fabula.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void linearMovesInAStraightLineAndStays() {
    Schedule line = Schedule.linear(3, 1);
    assertThat(line.at(-1)).isEqualTo(3);
    assertThat(line.at(0.25)).isEqualTo(2.5);
    assertThat(line.at(1)).isEqualTo(1);
    assertThat(line.at(7)).isEqualTo(1);
  }

  @Test
  void linearMayBeCutOffByTheBudget() {
    // AGILE's grid: 0.1 L + 0.9 L (1 - u / 1220), trained for 305 updates, so 7.75e-4 at their end
    Schedule rate = new Schedule.Linear(1e-3, 1e-4, 4);
    assertThat(rate.at(1)).isCloseTo(7.75e-4, within(1e-18));
  }

  @Test
  void stepsHoldTheirValuesUpToTheNextBound() {
    Schedule steps = new Schedule.Steps(List.of(1.0, 0.1, 0.01), List.of(0.5, 0.75));
    assertThat(steps.at(0)).isEqualTo(1);
    assertThat(steps.at(0.499)).isEqualTo(1);
    assertThat(steps.at(0.5)).isEqualTo(0.1);
    assertThat(steps.at(2)).isEqualTo(0.01);
  }

  @Test
  void exponentialHasAConstantFactor() {
    Schedule decay = new Schedule.Exponential(8, 2);
    assertThat(decay.at(0)).isEqualTo(8);
    assertThat(decay.at(0.5)).isCloseTo(4, within(1e-12));
    assertThat(decay.at(3)).isCloseTo(2, within(1e-12));
  }

  @Test
  void refusesWhatIsNoSchedule() {
    assertThatThrownBy(() -> Schedule.constant(Double.NaN)).hasMessageContaining("value");
    assertThatThrownBy(() -> Schedule.linear(-1, 0)).hasMessageContaining("start");
    assertThatThrownBy(() -> new Schedule.Linear(1, 0, 0)).hasMessageContaining("until");
    assertThatThrownBy(() -> new Schedule.Exponential(1, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Schedule.Steps(List.of(1.0, 2.0), List.of()))
        .hasMessageContaining("one value more than bounds");
    assertThatThrownBy(() -> new Schedule.Steps(List.of(1.0, 2.0, 3.0), List.of(0.5, 0.5)))
        .hasMessageContaining("bounds must rise");
  }
}
