package io.fabula.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Optimiser states, target networks and the check for values that are not finite. */
class NetworkStateTest {
  private static Parameters parameters(float... values) {
    Parameters parameters = Parameters.of(Map.of("layer.weight", Shape.of(values.length)));
    parameters.set("layer.weight", values);
    return parameters;
  }

  @Test
  void anOptimiserGoesOnExactlyFromASavedState() throws DamagedFileException {
    try (Parameters left = parameters(1, 2);
        Parameters right = parameters(1, 2);
        Adam first = new Adam(left, Adam.Options.DEFAULT);
        Adam second = new Adam(right, Adam.Options.DEFAULT)) {
      left.gradients().set("layer.weight", new float[] {0.5f, -3});
      first.step(0.1);
      TensorFile file = new TensorFile();
      OptimiserState.save(file, first, left);
      OptimiserState.restore(file, second, right);
      right.copyFrom(left);
      right.gradients().set("layer.weight", new float[] {0.5f, -3});
      first.step(0.1);
      second.step(0.1);
      assertThat(second.steps()).isEqualTo(2);
      assertThat(right.get("layer.weight")).isEqualTo(left.get("layer.weight"));
      assertThatThrownBy(() -> OptimiserState.restore(file, "critic", second, right))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("critic.steps");
    }
  }

  @Test
  void aTargetFollowsByHardCopiesOrAPartOfTheWay() throws DamagedFileException {
    try (Parameters online = parameters(0, 0);
        TargetNetwork hard = new TargetNetwork(online, new TargetNetwork.HardCopy(2));
        TargetNetwork soft = new TargetNetwork(online, new TargetNetwork.Polyak(0.25));
        TargetNetwork restored = new TargetNetwork(online, new TargetNetwork.HardCopy(2))) {
      online.set("layer.weight", new float[] {4, -8});
      hard.update();
      soft.update();
      assertThat(hard.parameters().get("layer.weight")).containsExactly(0, 0);
      assertThat(soft.parameters().get("layer.weight")).containsExactly(1, -2);
      TensorFile file = new TensorFile();
      hard.save(file, "target");
      restored.restore(file, "target");
      hard.update();
      restored.update();
      assertThat(hard.parameters().get("layer.weight")).containsExactly(4, -8);
      assertThat(restored.parameters().get("layer.weight")).containsExactly(4, -8);
    }
    assertThatThrownBy(() -> new TargetNetwork.Polyak(0)).hasMessageContaining("rate");
    assertThatThrownBy(() -> new TargetNetwork.HardCopy(0)).hasMessageContaining("every");
  }

  @Test
  void namesWhatIsNotFiniteAndTheLikelySettings() {
    FiniteCheck check = new FiniteCheck(List.of("learning_rate", "clip_norm"));
    float[] values = new float[5000];
    try (Parameters parameters = parameters(values)) {
      check.weights("update 3", parameters);
      check.number("update 3", "loss", 1e300);
      values[4999] = Float.NEGATIVE_INFINITY;
      parameters.set("layer.weight", values);
      assertThatThrownBy(() -> check.weights("update 3", parameters))
          .isInstanceOf(DivergedException.class)
          .hasMessage(
              "diverged at update 3: the weights layer.weight are not finite; try a smaller"
                  + " learning_rate, or look at clip_norm");
    }
    assertThatThrownBy(() -> check.number("update 3", "loss", Double.NaN))
        .hasMessageStartingWith("diverged at update 3: the loss is NaN");
    assertThatThrownBy(() -> check.numbers("update 3", "reward", values))
        .hasMessageStartingWith("diverged at update 3: the reward holds -Infinity at 4999");
  }
}
