package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.GradientRule;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import io.fabula.model.windows.WindowBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A training step at the published size: all terms, all gradients, one step of Adam. */
final class SimulatorLossInterpretVectorTest {
  private static final double TERMS = 1e-4;
  private static final int CONTEXT = 3;

  @TestFactory
  List<DynamicTest> agreesWithTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode example : InterpretVectors.cases("simulator_loss.json.gz")) {
      tests.add(DynamicTest.dynamicTest(example.get("name").asText(), () -> check(example)));
    }
    return tests;
  }

  private static void check(JsonNode example) {
    int steps = example.get("T").asInt();
    int batch = example.get("batch").asInt();
    double clip = example.get("adam").get("clip_norm").asDouble();
    double rate = example.get("adam").get("lr").asDouble();
    SimulatorOptions settings =
        new SimulatorOptions(CONTEXT, steps, batch, 1, rate, clip, 12, 0.8, 0.5, 100, 1);
    try (ReferenceCase reference = new ReferenceCase(example);
        TrainingShard shard =
            new TrainingShard(
                reference.simulator(),
                reference.agent(),
                settings,
                batch,
                batch,
                reference.modal())) {
      fill(shard.batch(), reference, steps);
      shard.setDraws(reference.draws(steps));
      shard.forward();
      SimulatorTerms<float[]> terms = shard.values();
      terms(reference, terms, batch);
      int width = reference.simulator().size().bottleneck();
      float[] bottlenecks = new float[batch * width];
      float[] spread = new float[batch * width];
      shard.bottlenecks(bottlenecks, 0);
      Closeness.elements("bottleneck", bottlenecks, reference.get("bottleneck"), TERMS);
      double loss =
          BottleneckSpread.lossAndGradient(
              bottlenecks, batch, width, settings.spreadWeight(), spread);
      relative(reference, "bottleneck_loss", loss);
      relative(reference, "total", total(terms, batch) + loss);
      shard.backward(spread, 0);
      Runnable again =
          () -> {
            shard.gradients().zero();
            shard.forward();
            shard.bottlenecks(bottlenecks, 0);
            BottleneckSpread.lossAndGradient(
                bottlenecks, batch, width, settings.spreadWeight(), spread);
            shard.backward(spread, 0);
          };
      gradients(reference, shard.gradients(), again);
      adam(reference, shard.gradients(), settings);
    }
  }

  private static void fill(WindowBatch windows, ReferenceCase reference, int steps) {
    int length = steps + 2;
    copy(reference.frames(0, length), windows.images());
    long seed = reference.get("hx").get("seed").asLong();
    for (int i = 0; i < windows.agentStates().length; i++) {
      windows.agentStates()[i] = (float) (0.5 * InterpretVectors.hash(i, 90, seed));
    }
    int[] actions = VectorFile.ints(reference.get("actions"));
    assertThat(actions).hasSameSizeAs(windows.actions());
    System.arraycopy(actions, 0, windows.actions(), 0, actions.length);
    copy(VectorFile.floats(reference.get("rewards")), windows.rewards());
    copy(VectorFile.floats(reference.get("terminals")), windows.terminals());
  }

  private static void copy(float[] from, float[] to) {
    assertThat(from).hasSameSizeAs(to);
    System.arraycopy(from, 0, to, 0, to.length);
  }

  private static void terms(ReferenceCase reference, SimulatorTerms<float[]> terms, int batch) {
    JsonNode expected = reference.get("terms_per_step_and_batch");
    float[] seen = add(add(terms.image(), terms.reward()), terms.terminal());
    float[] reconstruction = add(seen, terms.agentState());
    Closeness.elements("kl", terms.divergence(), expected.get("kl_weighted"), TERMS);
    Closeness.elements("update", terms.update(), expected.get("env_update_weighted"), TERMS);
    Closeness.elements("seen", seen, expected.get("image_reward_terminal"), TERMS);
    Closeness.elements("agent state", terms.agentState(), expected.get("agent_state"), TERMS);
    Closeness.elements("all", reconstruction, expected.get("reconstruction_all"), TERMS);
    float[] model = add(add(reconstruction, terms.divergence()), terms.update());
    Closeness.elements("model", model, expected.get("model"), TERMS);
    float[] auxiliary = add(terms.agentStart(), terms.firstAction());
    Closeness.elements("auxiliary", auxiliary, reference.get("aux_per_batch"), TERMS);
    perStep(reference, "image_metric_per_step", terms.image(), batch);
    perStep(reference, "reward_metric_per_step", terms.reward(), batch);
    perStep(reference, "terminal_metric_per_step", terms.terminal(), batch);
  }

  private static void perStep(ReferenceCase reference, String name, float[] term, int batch) {
    float[] means = new float[term.length / batch];
    for (int i = 0; i < term.length; i++) means[i / batch] += term[i] / batch;
    Closeness.elements(name, means, reference.get(name), TERMS);
  }

  private static double total(SimulatorTerms<float[]> terms, int batch) {
    double sum = 0;
    for (float[] term : terms.list()) for (float value : term) sum += value;
    return sum / batch;
  }

  private static float[] add(float[] a, float[] b) {
    float[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) sum[i] += b[i];
    return sum;
  }

  private static void relative(ReferenceCase reference, String name, double actual) {
    double expected = reference.get(name).asDouble();
    Closeness.near(name, actual, expected, TERMS * Math.abs(expected));
  }

  private static void gradients(ReferenceCase reference, Gradients gradients, Runnable again) {
    double norm = reference.get("grad_norm_before_clip").asDouble();
    Closeness.near("gradient norm", gradients.norm(), norm, GradientRule.NORM * norm);
    JsonNode tensors = reference.get("tensors");
    assertThat(tensors.size()).isEqualTo(reference.simulator().tensors().size());
    GradientRule rule = new GradientRule("gradient of");
    for (JsonNode tensor : tensors) {
      String name = tensor.get("name").asText();
      rule.add(name, gradients.get(name), tensor.get("grad"));
    }
    RandomStream random = new RandomStream(1);
    rule.check(
        () -> {
          reference.moved(random, again);
          List<float[]> moved = new ArrayList<>();
          for (JsonNode tensor : tensors) moved.add(gradients.get(tensor.get("name").asText()));
          return moved;
        });
    again.run();
  }

  private static void adam(
      ReferenceCase reference, Gradients gradients, SimulatorOptions settings) {
    var parameters = reference.simulator().parameters();
    Map<String, float[]> before = new HashMap<>();
    for (String name : parameters.names()) before.put(name, parameters.get(name));
    parameters.gradients().zero();
    parameters.gradients().add(gradients);
    parameters.gradients().clipNorm(settings.clipNorm());
    try (Adam adam = new Adam(parameters, Adam.Options.DEFAULT)) {
      adam.step(settings.learningRate());
    }
    for (JsonNode tensor : reference.get("tensors")) {
      String name = tensor.get("name").asText();
      float[] change = parameters.get(name);
      float[] old = before.get(name);
      double squares = 0;
      for (int i = 0; i < change.length; i++) {
        change[i] -= old[i];
        squares += (double) change[i] * change[i];
      }
      // a first Adam step has the sign of the gradient: tiny gradients make single elements jump,
      // so the norm is what can be compared
      double norm = Math.sqrt(tensor.get("change").get("sumsq").asDouble());
      Closeness.near(name + " change", Math.sqrt(squares), norm, GradientRule.NORM * norm);
    }
  }
}
