package io.fabula.model.scinet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.subgrid.SubGridOptions;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.VectorFile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Targets and network steps of policy mode as recorded from the original. */
class SciNetPolicyVectorTest {
  private static final double RESCALE = 10;

  @Test
  void targetsAreThoseOfTheOriginal() {
    for (JsonNode each :
        VectorFile.list(VectorFile.read("subgridworld/dps_targets.json").path("cases"), "cases")) {
      String mode = each.path("mode").asText();
      if (mode.equals("policy")) checkPolicyTargets(each);
      else if (mode.equals("selection")) checkSelectionTarget(each);
      else throw new AssertionError("no mode is called " + mode);
    }
  }

  private static float[] rewards(JsonNode each) {
    float[] rewards = new float[each.path("length").asInt()];
    rewards[rewards.length - 1] = (float) each.path("final_reward").asDouble();
    return rewards;
  }

  private static void checkPolicyTargets(JsonNode each) {
    float[] rewards = rewards(each);
    float[] preferences = Arrays.copyOf(VectorFile.floats(each.path("h")), rewards.length);
    GlowTargets.Samples kept = GlowTargets.PUBLISHED.of(preferences, rewards, rewards.length);
    int[] listed = VectorFile.ints(each.path("kept_time_steps"));
    assertThat(kept.steps()).hasSize(each.path("num_kept").asInt());
    if (listed.length == kept.steps().length) assertThat(kept.steps()).containsExactly(listed);
    else {
      assertThat(kept.steps()[0]).isEqualTo(listed[0]);
      assertThat(kept.steps()[kept.steps().length - 1]).isEqualTo(listed[1]);
    }
    double[] targets = VectorFile.doubles(each.path("targets"));
    if (each.path("h").size() == rewards.length) assertThat(kept.targets()).hasSize(targets.length);
    for (int i = 0; i < targets.length; i++) {
      Closeness.near("target " + i, kept.targets()[i], targets[i], 1e-5 * Math.abs(targets[i]));
    }
  }

  private static void checkSelectionTarget(JsonNode each) {
    float[] rewards = rewards(each);
    double target = GlowTargets.PUBLISHED.first(rewards, rewards.length, RESCALE);
    assertThat(target > 0).isEqualTo(each.path("num_kept").asInt() == 1);
    double[] targets = VectorFile.doubles(each.path("targets"));
    if (targets.length > 0) {
      Closeness.near("target", target, targets[0], 1e-5 * Math.abs(targets[0]));
    }
  }

  @Test
  void stepsAreThoseOfTheOriginal() {
    JsonNode file = VectorFile.read("subgridworld/nn_policy_step.json");
    StateSpace space = StateSpace.of(new SubGridWorld(SubGridOptions.published(1)));
    int[][] positions = positions(file.path("positions"));
    int batch = positions.length;
    float[] observations = observations(space, positions);
    float[] actions = SciNetFormula.oneHot(VectorFile.ints(file.path("actions")), 6);
    float[] pairs = new float[batch * 42];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(observations, i * 36, pairs, i * 42, 36);
      System.arraycopy(actions, i * 6, pairs, i * 42 + 36, 6);
    }
    PreferenceArchitecture architecture =
        new PreferenceArchitecture(36, 6, PreferenceArchitecture.PUBLISHED);
    float[] preferences = new float[batch * 6];
    try (PreferenceNetwork network = PreferenceNetwork.create(architecture, 0);
        PreferencePlan acting = new PreferencePlan(network, batch);
        PreferenceStep step = new PreferenceStep(network, batch, 5e-5, PolicyOptions.adam(1e-5))) {
      new SciNetFormula(file.path("offset").asDouble()).fill(network);
      acting.run(observations, preferences);
      relative("h", preferences, VectorFile.doubles(file.path("h_all")), 1e-4);
      double[] p = new SoftmaxChoice(0.5, 6).probabilities(preferences, 0);
      double[] expected = VectorFile.doubles(file.path("softmax_row0"));
      for (int a = 0; a < 6; a++) Closeness.near("p " + a, p[a], expected[a], 1e-4 * expected[a]);
      float[] targets = targets(file, preferences);
      relative("target", targets, VectorFile.doubles(file.path("targets")), 1e-4);
      for (JsonNode after : VectorFile.list(file.path("after"), "steps")) {
        double loss = step.update(pairs, targets);
        double before = after.path("loss_before_step").asDouble();
        Closeness.near("loss", loss, before, 1e-4 * before);
        acting.run(observations, preferences);
        relative(
            "h after the step",
            Arrays.copyOf(preferences, 6),
            VectorFile.doubles(after.path("h_row0_after")),
            1e-4);
      }
    }
  }

  /** Targets from the preferences and the steps to the reward, as training makes them. */
  private static float[] targets(JsonNode file, float[] preferences) {
    int[] left = VectorFile.ints(file.path("steps_to_reward_n"));
    int[] actions = VectorFile.ints(file.path("actions"));
    float[] targets = new float[left.length];
    for (int i = 0; i < left.length; i++) {
      float[] rewards = new float[left[i] + 1];
      rewards[left[i]] = 1;
      float[] chosen = new float[rewards.length];
      chosen[0] = preferences[i * 6 + actions[i]];
      targets[i] = (float) GlowTargets.PUBLISHED.of(chosen, rewards, rewards.length).targets()[0];
    }
    return targets;
  }

  static int[][] positions(JsonNode list) {
    return VectorFile.list(list, "positions").stream().map(VectorFile::ints).toArray(int[][]::new);
  }

  static float[] observations(StateSpace space, int[][] positions) {
    int width = space.observationSize();
    float[] rows = new float[positions.length * width];
    for (int i = 0; i < positions.length; i++) {
      space.observe(space.state(positions[i]), rows, i * width);
    }
    return rows;
  }

  static void relative(String what, float[] actual, double[] expected, double tolerance) {
    assertThat(actual).as(what).hasSize(expected.length);
    for (int i = 0; i < actual.length; i++) {
      Closeness.near(what + " " + i, actual[i], expected[i], tolerance * Math.abs(expected[i]));
    }
  }
}
