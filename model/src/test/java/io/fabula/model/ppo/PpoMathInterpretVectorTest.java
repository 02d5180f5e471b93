package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recurrent PPO's arithmetic against the original modules. */
class PpoMathInterpretVectorTest {
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> estimatesAdvantages() {
    return InterpretVectors.each("ppo_math.json", "gae", this::checkAdvantages);
  }

  @TestFactory
  Stream<DynamicTest> scalesRewards() {
    return InterpretVectors.each("ppo_math.json", "reward_scaling", this::checkScaling);
  }

  @TestFactory
  Stream<DynamicTest> computesLossesAndTheirGradients() {
    return InterpretVectors.each("ppo_math.json", "ppo_losses", this::checkLosses);
  }

  private void checkAdvantages(JsonNode c) {
    int steps = c.get("rewards").size();
    int worlds = c.get("rewards").get(0).size();
    float[] rewards = VectorFile.floats(c.get("rewards"));
    float[] flags = VectorFile.floats(c.get("dones"));
    boolean[] done = new boolean[flags.length];
    for (int i = 0; i < done.length; i++) done[i] = flags[i] != 0;
    float[] advantages = new float[steps * worlds];
    float[] returns = new float[steps * worlds];
    Advantages.estimate(
        rewards,
        VectorFile.floats(c.get("values")),
        done,
        worlds,
        c.get("gamma").asDouble(),
        c.get("lam").asDouble(),
        advantages,
        returns);
    assertClose(advantages, c.get("advantages"));
    assertClose(returns, c.get("returns"));
    Advantages.standardise(advantages, 1e-8);
    assertClose(advantages, c.get("normalised"));
  }

  private void checkScaling(JsonNode c) {
    int worlds = c.get("rewards").get(0).size();
    RewardScaling scaling = new RewardScaling(worlds);
    for (int t = 0; t < c.get("rewards").size(); t++) {
      float[] flags = VectorFile.floats(c.get("dones").get(t));
      boolean[] done = new boolean[worlds];
      for (int n = 0; n < worlds; n++) done[n] = flags[n] != 0;
      float[] scaled = new float[worlds];
      scaling.scale(VectorFile.floats(c.get("rewards").get(t)), done, 0, scaled);
      assertClose(scaled, c.get("scaled").get(t));
      for (int k = 0; k < 3; k++) {
        double expected = c.get("mean_var_count").get(t).get(k).asDouble();
        assertThat(scaling.moments()[k])
            .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      }
      for (int n = 0; n < worlds; n++) {
        assertThat(scaling.runningReturns()[n])
            .isCloseTo(c.get("running_return").get(t).get(n).asDouble(), within(1e-12));
      }
    }
  }

  private void checkLosses(JsonNode c) {
    PpoLoss loss = new PpoLoss(0.2, 0.5, 0.01);
    PpoLoss.Sums sums = new PpoLoss.Sums();
    float[] logProb = VectorFile.floats(c.get("log_prob"));
    float[] oldLogProb = VectorFile.floats(c.get("old_log_prob"));
    float[] advantage = VectorFile.floats(c.get("advantage"));
    float[] value = VectorFile.floats(c.get("value"));
    float[] oldValue = VectorFile.floats(c.get("old_value"));
    float[] target = VectorFile.floats(c.get("returns"));
    int samples = logProb.length;
    for (int i = 0; i < samples; i++) {
      double byLogProb = loss.policy(logProb[i], oldLogProb[i], advantage[i], 1.0 / samples, sums);
      double byValue = loss.value(value[i], oldValue[i], target[i], 1.0 / samples, sums);
      assertClose(byLogProb, c.get("grad_log_prob").get(i).asDouble());
      assertClose(byValue, c.get("grad_value").get(i).asDouble());
    }
    double policy = sums.policyTotal() / samples;
    double valueLoss = sums.valueTotal() / samples;
    assertClose(policy, c.get("policy_loss").asDouble());
    assertClose(valueLoss, c.get("value_loss").asDouble());
    assertClose(
        policy + 0.5 * valueLoss - 0.01 * c.get("entropy").asDouble(), c.get("total").asDouble());
  }

  private static void assertClose(float[] actual, JsonNode expected) {
    float[] values = VectorFile.floats(expected);
    assertThat(actual).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) assertClose(actual[i], values[i]);
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
  }
}
