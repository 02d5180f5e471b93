package io.fabula.pipelines.panel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.pipelines.panel.LiveWorld.Choice;
import io.fabula.pipelines.panel.LiveWorld.Comparison;
import io.fabula.pipelines.panel.LiveWorld.Course;
import io.fabula.pipelines.panel.LiveWorld.Intervention;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Twins of a small agent in a small DoorKey. */
class LiveTwinsTest {
  /** A state's float32 numbers are some units large: each is off by less than this. */
  private static final double ROUNDING = 1e-6;

  private static GridTwins twins;

  @BeforeAll
  static void open() {
    twins = new GridTwins();
  }

  @AfterAll
  static void close() {
    twins.close();
  }

  /** How far rounded states put a component off: its derivatives times the rounding. */
  private static double rounding(int component) {
    double sum = 0;
    for (double each : twins.projector().jacobian().row(component)) sum += Math.abs(each);
    return sum * ROUNDING;
  }

  private static Comparison push(int component, double amount, boolean every) throws IOException {
    return twins.compare(new Intervention(2, 3, "push", component, amount, every, "", 12));
  }

  @Test
  void aPushByNothingIsTheOriginal() throws IOException {
    Comparison same = push(1, 0, true);
    assertThat(same.twin()).isEqualTo(same.original());
    assertThat(same.original().actions()).isNotEmpty();
    assertThat(same.original().frames().frames()).isEqualTo(same.original().actions().size());
  }

  @Test
  void aPushMovesItsComponentAlone() throws IOException {
    Comparison pushed = push(1, 2.5, false);
    for (int c = 0; c < 3; c++) {
      double moved =
          pushed.twin().components().get(0).get(c) - pushed.original().components().get(0).get(c);
      assertThat(moved).isCloseTo(c == 1 ? 2.5 : 0, within(rounding(c)));
    }
    assertThat(pushed.words()).isEqualTo("IC1 pushed by +2.50 once");
  }

  @Test
  void whatIsReadAtOnceIsWhatThePushedMemoryGives() throws IOException {
    Comparison pushed = push(0, 3, false);
    Course twin = pushed.twin();
    assertThat(twin.bars().steps().get(0)).isNotEqualTo(pushed.original().bars().steps().get(0));
    assertThat(twin.bars().steps().get(0).stream().mapToDouble(each -> each).sum())
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void aRemovedComponentIsAtItsMeanAndStaysThereBetweenSteps() throws IOException {
    Comparison removed = twins.compare(new Intervention(2, 3, "remove", 2, 0, false, "", 12));
    assertThat(removed.twin().components().get(0).get(2)).isCloseTo(0, within(rounding(2)));
    assertThat(removed.original().components().get(0).get(2)).isNotCloseTo(0, within(rounding(2)));
  }

  @Test
  void anEditedWorldIsSeenAtOnce() throws IOException {
    Comparison edited =
        twins.compare(new Intervention(2, 3, "edit", 0, 0, false, "remove-goal", 8));
    assertThat(edited.words()).isEqualTo("the goal removed");
    assertThat(edited.twin().frames().image()).isNotEqualTo(edited.original().frames().image());
  }

  @Test
  void everyFeatureCanBeRemovedAndThoseThatCanBeAddedCanBeMoved() {
    assertThat(twins.edits().stream().map(Choice::name))
        .contains("remove-key", "remove-all-goal", "move-door");
  }

  @Test
  void theSameAskedAgainIsTheSame() throws IOException {
    assertThat(push(1, 2, true)).isEqualTo(push(1, 2, true));
  }

  @Test
  void whatCannotBeIsSaid() {
    assertThatThrownBy(() -> push(3, 1, false)).hasMessage("component must be within 0..2, got 3");
    assertThatThrownBy(
            () -> twins.compare(new Intervention(0, 0, "edit", 0, 0, false, "add-saw", 8)))
        .hasMessage("there is no edit add-saw");
    assertThatThrownBy(() -> twins.compare(new Intervention(0, 0, "shout", 0, 0, false, "", 8)))
        .hasMessageContaining("push, remove or edit");
    assertThatThrownBy(() -> new Intervention(0, 0, "push", 0, 0, false, "", 65))
        .hasMessage("steps must be within 1..64, got 65");
    assertThatThrownBy(() -> new Intervention(0, 0, "push", 0, Double.NaN, false, "", 5))
        .hasMessageContaining("amount");
  }
}
