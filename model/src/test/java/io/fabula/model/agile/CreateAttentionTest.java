package io.fabula.model.agile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.create.Create;
import io.fabula.envs.create.CreateOptions;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.InputBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the rows of one state's attention rank the tools of a set of CREATE. */
class CreateAttentionTest {
  private static final int STATES = 6;

  /** Far above the rounding of weights that lie around 1/25. */
  private static final float CLEAR = 1e-5f;

  @ParameterizedTest
  @EnumSource(
      value = SetAgent.class,
      names = {"AGILE", "SUMMARY_GAT", "AGILE_ONLY_ACTION"})
  void publishedAttentionRanksToolsAlikeInEveryRow(SetAgent kind) {
    assertThat(contradictions(kind, CreateOptions.View.STATE)).isZero();
  }

  @ParameterizedTest
  @EnumSource(CreateOptions.View.class)
  void dynamicAttentionRanksToolsRowByRow(CreateOptions.View view) {
    assertThat(contradictions(SetAgent.AGILE_GATV2, view)).isPositive();
  }

  /**
   * Pairs of tools of which one row clearly looks more at the first and another row of the same
   * state and layer clearly more at the second.
   */
  private static int contradictions(SetAgent kind, CreateOptions.View view) {
    Create world = new Create(CreateOptions.PUBLISHED.withView(view));
    SetAgentOptions options = SetAgentOptions.published(16, SetAgentOptions.Activation.RELU);
    SetArchitecture architecture = SetArchitecture.of(world.spec(), kind, options);
    int places = architecture.places();
    int found = 0;
    try (SetNetwork network = SetNetwork.create(architecture, 3)) {
      for (int state = 0; state < STATES; state++) {
        world.reset(state);
        for (float[] weights : attention(network, world)) found += contradictions(weights, places);
      }
    }
    return found;
  }

  private static List<float[]> attention(SetNetwork network, Create world) {
    InputBuffer inputs = network.inputs(1);
    int size = world.spec().observations().size();
    if (world.options().view() == CreateOptions.View.PIXELS) {
      byte[] picture = new byte[size];
      world.observe(picture, 0);
      inputs.put(0, picture, 0, world.availableActions());
    } else {
      float[] numbers = new float[size];
      world.observe(numbers, 0);
      inputs.put(0, numbers, 0, world.availableActions());
    }
    List<float[]> layers = new ArrayList<>();
    try (ActingPlan plan = network.acting(2)) {
      for (int i = 0; i < 2; i++) inputs.expand(0, plan.inputs(), i * inputs.width());
      plan.run();
      for (int i = 0; i < network.extras().size(); i++) layers.add(plan.extra(i).clone());
    }
    assertThat(layers).hasSize(2);
    return layers;
  }

  private static int contradictions(float[] weights, int places) {
    int found = 0;
    for (int first = 0; first < places; first++) {
      for (int second = first + 1; second < places; second++) {
        boolean more = false;
        boolean less = false;
        for (int row = 0; row < places; row++) {
          float difference = weights[row * places + first] - weights[row * places + second];
          more |= difference > CLEAR;
          less |= difference < -CLEAR;
        }
        if (more && less) found++;
      }
    }
    return found;
  }
}
