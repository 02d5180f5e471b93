package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.ActionSet;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;
import io.fabula.model.impala.HashAgents;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaGraph;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.training.Schedule;
import io.fabula.model.training.ShardThreads;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.GradientRule;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.Rounding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Losses, gradients and Adam steps of small batches against the original update routine. */
class AgentPpoInterpretVectorTest {
  private static final double LOSS_TOLERANCE = 1e-5;
  private static final double FORWARD_TOLERANCE = 1e-4;

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
    try (ImpalaNetwork network = HashAgents.of(c.get("weights").get("agent"), recurrent);
        ShardThreads crew = new ShardThreads("test-shard", options.shards(), options.shards());
        PpoLearner learner = new PpoLearner(new ImpalaAgent(network, false), options, crew)) {
      Rollout rollout = rollout(c, network, steps, perBatch);
      PpoLoss loss = options.losses().at(0);
      double policy = 0;
      double value = 0;
      double entropy = 0;
      int done = 0;
      int optimiserStep = 0;
      List<int[]> accumulated = new ArrayList<>();
      AdamChanges adam =
          new AdamChanges(
              network.parameters(),
              options.optimisation().gradientNorm(),
              options.optimisation().adamEpsilon());
      for (int epoch = 0; epoch < c.get("epochs").asInt(); epoch++) {
        for (int batch = 0; batch < batches.size(); batch++) {
          int[] members = members(recurrent, steps, perBatch, batch);
          accumulated.add(members);
          PpoLoss.Sums sums = learner.accumulate(members, rollout, loss);
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
            Runnable again = () -> accumulated.forEach(m -> learner.accumulate(m, rollout, loss));
            JsonNode expected = c.get("optimizer_steps").get(optimiserStep++);
            checkStep(expected, network, learner, options, again, adam);
            accumulated.clear();
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

  /**
   * Checks a gradient, its step and what that changed.
   *
   * @param again accumulates the gradient again
   * @param adam knows the steps before
   */
  private static void checkStep(
      JsonNode expected,
      ImpalaNetwork network,
      PpoLearner learner,
      PpoOptions options,
      Runnable again,
      AdamChanges adam) {
    Parameters parameters = network.parameters();
    List<String> names = new ArrayList<>();
    for (JsonNode tensor : expected.get("tensors")) names.add(tensor.get("name").asText());
    RandomStream random = new RandomStream(1);
    Supplier<Gradients> moved =
        () -> {
          Rounding.moved(parameters, random, again);
          return learner.gather();
        };
    Gradients gradients = learner.gather();
    GradientRule gradient = new GradientRule("gradient of");
    for (JsonNode tensor : expected.get("tensors")) {
      String name = tensor.get("name").asText();
      gradient.add(name, gradients.get(name), tensor.get("grad"));
    }
    gradient.check(() -> tensors(moved.get(), names));
    again.run();
    learner.gather();
    Map<String, float[]> before = new HashMap<>();
    for (String name : parameters.names()) before.put(name, parameters.get(name));
    double rate = options.optimisation().learningRate().at(0);
    double norm = learner.step(rate);
    double expectedNorm = expected.get("grad_norm_before_clip").asDouble();
    assertThat(norm).isCloseTo(expectedNorm, within(GradientRule.NORM * expectedNorm));
    Map<String, float[]> after = new HashMap<>();
    for (String name : parameters.names()) after.put(name, parameters.get(name));
    GradientRule changes = new GradientRule("change of");
    for (JsonNode tensor : expected.get("tensors")) {
      String name = tensor.get("name").asText();
      float[] change = parameters.get(name);
      for (int i = 0; i < change.length; i++) change[i] -= before.get(name)[i];
      changes.add(name, change, tensor.get("change"));
    }
    before.forEach(parameters::set);
    changes.check(() -> adam.of(moved.get(), names, rate));
    again.run();
    adam.step(learner.gather());
    after.forEach(parameters::set);
  }

  private static List<float[]> tensors(Gradients gradients, List<String> names) {
    return names.stream().map(gradients::get).toList();
  }

  /** The loss is a weighted sum of the states behind each step of a block. */
  private void checkInitialState(JsonNode c) {
    int steps = c.get("T").asInt();
    int worlds = c.get("N").asInt();
    int seed = c.get("seed").asInt();
    try (ImpalaNetwork network = HashAgents.of(c.get("weights").get("agent"), true);
        Gradients gradients = network.parameters().newGradients()) {
      ImpalaArchitecture agent = network.architecture();
      int rows = steps * worlds;
      Graph graph = new Graph();
      Node views =
          graph.input("views", rows, agent.side(), agent.side(), ImpalaArchitecture.COLOURS);
      Node masks = graph.input("masks", steps, worlds);
      Node initial = graph.input("initial hidden", worlds, agent.hidden());
      Node coefficients = graph.input("coefficients", rows, agent.hidden());
      Node hidden =
          new ImpalaGraph(agent, graph, network.parameters())
              .block(views, masks, initial, true)
              .hidden();
      try (Plan plan =
          Plan.training(
              PlanOptions.DEFAULT.withGradients(network.parameters(), gradients),
              Reductions.sum(Arithmetic.mul(hidden, coefficients)),
              hidden)) {
        float[] seen = new float[rows * agent.inputSize()];
        float[] kept = new float[rows];
        for (int sample = 0; sample < rows; sample++) {
          int t = sample / worlds;
          int n = sample % worlds;
          kept[sample] = (float) c.get("mask").get(t).get(n).asDouble();
          HashAgents.look(network, InterpretVectors.image(c.get("image"), t, n), seen, sample);
        }
        plan.set(views, seen);
        plan.set(masks, kept);
        plan.set(initial, hashes(worlds * agent.hidden(), 10, seed, 0.5));
        plan.set(coefficients, hashes(rows * agent.hidden(), 11, seed, 1));
        plan.forward();
        Closeness.summary("hidden", plan.get(hidden), c.get("hidden"), FORWARD_TOLERANCE);
        plan.backward();
        checkInitialState(c, network, gradients, plan);
      }
    }
  }

  private void checkInitialState(
      JsonNode c, ImpalaNetwork network, Gradients gradients, Plan plan) {
    RandomStream random = new RandomStream(1);
    new GradientRule("gradient of")
        .add("init_hx", gradients.get("init_hx"), c.get("grad_init_hx"))
        .add("w_hh", gradients.get("gru.gru.weight_hh_l0"), c.get("grad_w_hh"))
        .check(
            () -> {
              gradients.zero();
              Rounding.moved(
                  network.parameters(),
                  random,
                  () -> {
                    plan.forward();
                    plan.backward();
                  });
              return List.of(gradients.get("init_hx"), gradients.get("gru.gru.weight_hh_l0"));
            });
  }

  private static float[] hashes(int count, int stream, int seed, double factor) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (factor * InterpretVectors.hash(i, stream, seed));
    }
    return numbers;
  }

  private static void assertRelative(double actual, JsonNode expected) {
    assertThat(actual)
        .isCloseTo(
            expected.asDouble(),
            within(LOSS_TOLERANCE * Math.max(1, Math.abs(expected.asDouble()))));
  }
}
