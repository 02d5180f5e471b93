package io.fabula.envs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.ActionSpace.ParameterisedAction;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionBatchTest {
  private static final ActionSpace DISCRETE = new ActionSpace.Discrete(List.of("a", "b", "c"));
  private static final ActionSpace PARAMETERISED =
      new ActionSpace.Parameterised(
          List.of(
              new ParameterisedAction("stay", List.of()),
              new ParameterisedAction("run", List.of(new Parameter("speed", 0, 2))),
              new ParameterisedAction(
                  "leap", List.of(new Parameter("x", -1, 1), new Parameter("y", -1, 1)))));
  private static final ActionSpace SET =
      new ActionSpace.VariableSet(9, 0, 2, List.of(new Parameter("x", 0, 1)));
  private static final ActionSpace SLATE = new ActionSpace.Slate(50, 3, 10, 4);

  @Test
  void returnsWhatWasSetInEverySpace() {
    checkRoundTrip(DISCRETE, Action.of(2), Action.of(0));
    checkRoundTrip(PARAMETERISED, Action.of(2, 0.5f, -1), Action.of(0, new float[0]));
    checkRoundTrip(PARAMETERISED, Action.of(1, 1.5f), Action.of(2, 1, 1));
    checkRoundTrip(SET, Action.of(8, 0.25f), Action.of(1, 1));
    checkRoundTrip(SLATE, Action.slate(49, 0, 7), Action.slate(1, 2, 3));
  }

  private static void checkRoundTrip(ActionSpace space, Action first, Action second) {
    ActionBatch batch = new ActionBatch(space, 3);
    batch.set(0, first);
    batch.set(2, second);
    assertThat(batch.action(0)).isEqualTo(first);
    assertThat(batch.action(2)).isEqualTo(second);
    batch.set(0, second);
    assertThat(batch.action(0)).isEqualTo(second);
    batch.setFrom(1, batch, 0);
    assertThat(batch.action(1)).isEqualTo(second);
  }

  @Test
  void hasRoomForTheWidestAction() {
    ActionBatch batch = new ActionBatch(PARAMETERISED, 4);
    assertThat(batch.parameterWidth()).isEqualTo(2);
    assertThat(batch.parameters()).hasSize(8);
    assertThat(batch.items()).isEmpty();
    assertThat(new ActionBatch(SLATE, 4).items()).hasSize(12);
    assertThat(new ActionBatch(DISCRETE, 4).parameters()).isEmpty();
  }

  @Test
  void readsTheFirstParametersOfARowOnly() {
    ActionBatch batch = new ActionBatch(PARAMETERISED, 2);
    batch.indices()[1] = 1;
    batch.parameters()[2] = 0.75f;
    batch.parameters()[3] = 99;
    assertThat(batch.action(1)).isEqualTo(Action.of(1, 0.75f));
  }

  @Test
  void refusesForeignActionsUnchanged() {
    ActionBatch batch = new ActionBatch(SLATE, 1);
    batch.set(0, Action.slate(4, 5, 6));
    assertThatThrownBy(() -> batch.set(0, Action.slate(4, 5, 50)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batch.set(0, Action.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(batch.action(0)).isEqualTo(Action.slate(4, 5, 6));
  }

  @Test
  void endsEpisodesInsteadOfActing() {
    ActionBatch batch = new ActionBatch(SLATE, 2);
    batch.endEpisode(1);
    assertThat(batch.endsEpisode(0)).isFalse();
    assertThat(batch.endsEpisode(1)).isTrue();
    assertThatThrownBy(() -> batch.action(1)).isInstanceOf(IllegalStateException.class);
    batch.set(1, Action.slate(1, 2, 3));
    assertThat(batch.endsEpisode(1)).isFalse();
  }
}
