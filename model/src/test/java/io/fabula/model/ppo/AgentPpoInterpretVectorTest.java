package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.ActionSet;
import io.fabula.model.graph.Gradients;
import io.fabula.model.impala.FormulaAgents;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaLearningPlan;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.impala.InterpretVectors;
import io.fabula.model.training.Schedule;
import io.fabula.model.training.ShardThreads;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Losses, gradients and Adam steps of small batches against the original update routine. */
class AgentPpoInterpretVectorTest {
  private static final double LOSS_TOLERANCE = 1e-5;
  private static final double GRADIENT_TOLERANCE = 2e-3;

  /** Rounding noise of sums over gradients that cancel, measured on the original: 6e-3. */
  private static final double SUM_TOLERANCE = 6e-3;

  @TestFactory
  Stream<DynamicTest> repeatsTheOriginalsUpdates() {
    return InterpretVectors.each(
        "agent_ppo.json",
        "cases",
        c -> {
          if (c.has("mini_batches")) checkUpdate(c, 1);
          else checkInitialState(c);
        });
  }

  @TestFactory
  Stream<DynamicTest> repeatsThemInTwoShards() {
    return InterpretVectors.each(
        "agent_ppo.json",
        "cases",
        c -> {
          if (c.has("mini_batches")) checkUpdate(c, 2);
          else checkInitialState(c);
        });
  }

  private void checkUpdate(JsonNode c, int shards) {
    boolean recurrent = c.get("recurrent").asBoolean();
    int steps = c.get("T").asInt();
    int perBatch = c.get("N").asInt();
    JsonNode batches = c.get("mini_batches");
    int accumulate = c.get("accumulate").asInt();
    PpoOptions options =
        new PpoOptions(
            new PpoOptions.Block(steps, perBatch * batches.size()),
            new PpoOptions.Passes(
                c.get("epochs").asInt(), batches.size() / accumulate, steps * perBatch),
            PpoOptions.Estimation.scaled(0.999, 0.95),
            new PpoOptions.Losses(
                c.get("clip_eps").asDouble(),
                c.get("value_coef").asDouble(),
                Schedule.constant(c.get("entropy_coef").asDouble())),
            new PpoOptions.Optimisation(
                Schedule.constant(c.get("lr").asDouble()),
                c.get("clip_norm").asDouble(),
                c.get("adam").get("eps").asDouble()),
            false,
            PpoOptions.Validation.NONE,
            divisible(recurrent ? perBatch : steps * perBatch, perBatch * batches.size(), shards)
                ? shards
                : 1);
    try (ImpalaNetwork network = FormulaAgents.of(c.get("weights").get("agent"), recurrent);
        ShardThreads crew = new ShardThreads("test-shard", options.shards(), options.shards());
        PpoLearner learner = new PpoLearner(new ImpalaAgent(network, false), options, crew)) {
      Rollout rollout = rollout(c, network, steps, perBatch);
      PpoLoss loss = options.losses().at(0);
      double policy = 0;
      double value = 0;
      double entropy = 0;
      int done = 0;
      int optimiserStep = 0;
      for (int epoch = 0; epoch < c.get("epochs").asInt(); epoch++) {
        for (int batch = 0; batch < batches.size(); batch++) {
          PpoLoss.Sums sums =
              learner.accumulate(members(recurrent, steps, perBatch, batch), rollout, loss);
          policy += sums.policy();
          value += sums.value();
          entropy += sums.entropy();
          if (done < c.get("losses_before_first_step").size() && optimiserStep == 0) {
            JsonNode expected = c.get("losses_before_first_step").get(done);
            assertRelative(sums.policy(), expected.get("policy"));
            assertRelative(sums.value(), expected.get("value"));
            assertRelative(sums.entropy(), expected.get("entropy"));
          }
          done++;
          if (done % accumulate == 0) {
            checkStep(c.get("optimizer_steps").get(optimiserStep++), network, learner, options);
          }
        }
      }
      assertThat(optimiserStep).isEqualTo(c.get("optimizer_steps").size());
      JsonNode means = c.get("mean_losses_over_run");
      assertThat(policy / done).isCloseTo(means.get("policy").asDouble(), within(1e-3));
      assertThat(value / done).isCloseTo(means.get("value").asDouble(), within(1e-3));
      assertThat(entropy / done).isCloseTo(means.get("entropy").asDouble(), within(1e-3));
    }
  }

  private static boolean divisible(int members, int worlds, int shards) {
    return members % shards == 0 && worlds % shards == 0;
  }

  private static int[] members(boolean recurrent, int steps, int perBatch, int batch) {
    int[] members = new int[recurrent ? perBatch : steps * perBatch];
    for (int i = 0; i < members.length; i++) members[i] = batch * perBatch + i;
    return members;
  }

  private static Rollout rollout(JsonNode c, ImpalaNetwork network, int steps, int perBatch) {
    JsonNode batches = c.get("mini_batches");
    int worlds = perBatch * batches.size();
    Rollout rollout =
        new Rollout(new ImpalaAgent(network, false), new PpoOptions.Block(steps, worlds));
    ActionSet all = ActionSet.all(network.architecture().actions());
    int hidden = network.architecture().hidden();
    for (int batch = 0; batch < batches.size(); batch++) {
      JsonNode b = batches.get(batch);
      JsonNode h0 = b.get("h0");
      for (int n = 0; n < perBatch; n++) {
        for (int j = 0; j < hidden; j++) {
          rollout.initialState[(batch * perBatch + n) * hidden + j] =
              (float)
                  (0.5
                      * InterpretVectors.hash(
                          n * hidden + j, h0.get("k").asInt(), h0.get("seed").asInt()));
        }
        for (int t = 0; t < steps; t++) {
          int at = t * worlds + batch * perBatch + n;
          rollout.masks[at] = (float) b.get("mask").get(t).get(n).asDouble();
          rollout.choices.setPosition(at, 0, b.get("actions").get(t).get(n).asInt());
          rollout.logProbs[at] = (float) b.get("old_log_prob").get(t).get(n).asDouble();
          rollout.values[at] = (float) b.get("old_value").get(t).get(n).asDouble();
          rollout.returns[at] = (float) b.get("returns").get(t).get(n).asDouble();
          rollout.advantages[at] = (float) b.get("advantages").get(t).get(n).asDouble();
          int time = t + b.get("image_t_offset").asInt();
          rollout.inputs.put(at, InterpretVectors.image(c.get("image"), time, n), 0, all);
        }
      }
    }
    return rollout;
  }

  private static void checkStep(
      JsonNode expected, ImpalaNetwork network, PpoLearner learner, PpoOptions options) {
    Gradients gradients = learner.gather();
    Map<String, float[]> before = new HashMap<>();
    for (JsonNode tensor : expected.get("tensors")) {
      String name = tensor.get("name").asText();
      InterpretVectors.assertSummary(
          name + " gradient",
          gradients.get(name),
          tensor.get("grad"),
          GRADIENT_TOLERANCE,
          SUM_TOLERANCE);
      before.put(name, network.parameters().get(name));
    }
    double norm = learner.step(options.optimisation().learningRate().at(0));
    double expectedNorm = expected.get("grad_norm_before_clip").asDouble();
    assertThat(norm).isCloseTo(expectedNorm, within(GRADIENT_TOLERANCE * expectedNorm));
    for (JsonNode tensor : expected.get("tensors")) {
      String name = tensor.get("name").asText();
      float[] change = network.parameters().get(name);
      for (int i = 0; i < change.length; i++) change[i] -= before.get(name)[i];
      checkChange(name, change, tensor.get("change"));
    }
  }

  /**
   * An Adam step is near to the learning rate times the gradient's sign, so single elements with a
   * tiny gradient say little; the norm is compared closely, elements against the norm.
   */
  private static void checkChange(String name, float[] change, JsonNode expected) {
    double squares = 0;
    for (float each : change) squares += (double) each * each;
    double norm = Math.sqrt(expected.get("sumsq").asDouble());
    assertThat(Math.abs(Math.sqrt(squares) - norm))
        .as("%s norm of the change %s against %s", name, Math.sqrt(squares), norm)
        .isLessThanOrEqualTo(GRADIENT_TOLERANCE * norm + 1e-9);
    for (int j = 0; j < expected.get("at").size(); j++) {
      assertThat((double) change[expected.get("at").get(j).asInt()])
          .as("%s change %d", name, j)
          .isCloseTo(
              expected.get("values").get(j).asDouble(), within(GRADIENT_TOLERANCE * norm + 1e-9));
    }
  }

  private void checkInitialState(JsonNode c) {
    int steps = c.get("T").asInt();
    int worlds = c.get("N").asInt();
    int seed = c.get("seed").asInt();
    try (ImpalaNetwork network = FormulaAgents.of(c.get("weights").get("agent"), true);
        Gradients gradients = network.parameters().newGradients();
        ImpalaLearningPlan plan = network.learningFromInitialState(steps, worlds, gradients)) {
      int hidden = network.architecture().hidden();
      for (int i = 0; i < worlds * hidden; i++) {
        plan.initialState()[i] = (float) (0.5 * InterpretVectors.hash(i, 10, seed));
      }
      float[] coefficients = new float[steps * worlds * hidden];
      for (int i = 0; i < coefficients.length; i++) {
        coefficients[i] = (float) InterpretVectors.hash(i, 11, seed);
      }
      for (int t = 0; t < steps; t++) {
        for (int n = 0; n < worlds; n++) {
          int sample = t * worlds + n;
          plan.masks()[sample] = (float) c.get("mask").get(t).get(n).asDouble();
          FormulaAgents.look(network, InterpretVectors.image(c.get("image"), t, n), plan, sample);
        }
      }
      plan.forward();
      InterpretVectors.assertSummary(
          "hidden", plan.hidden(), c.get("hidden"), GRADIENT_TOLERANCE, SUM_TOLERANCE);
      plan.backwardFromHidden(coefficients);
      float[] expected = InterpretVectors.floats(c.get("grad_init_hx"));
      float[] actual = gradients.get("init_hx");
      double norm = 0;
      for (float each : expected) norm += (double) each * each;
      norm = Math.sqrt(norm);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) actual[i])
            .as("init_hx gradient %d", i)
            .isCloseTo(expected[i], within(GRADIENT_TOLERANCE * norm));
      }
      InterpretVectors.assertSummary(
          "w_hh gradient",
          gradients.get("gru.gru.weight_hh_l0"),
          c.get("grad_w_hh"),
          GRADIENT_TOLERANCE,
          SUM_TOLERANCE);
    }
  }

  private static void assertRelative(double actual, JsonNode expected) {
    assertThat(actual)
        .isCloseTo(
            expected.asDouble(),
            within(LOSS_TOLERANCE * Math.max(1, Math.abs(expected.asDouble()))));
  }
}
