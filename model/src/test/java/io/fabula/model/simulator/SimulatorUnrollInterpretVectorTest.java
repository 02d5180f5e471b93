package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.GradientRule;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.Rounding;
import io.fabula.model.vectors.VectorFile;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole courses with the agent in the loop, and gradients of saliency targets, at the published
 * size.
 */
final class SimulatorUnrollInterpretVectorTest {
  private static final double VALUES = 1e-3;

  private static final String STOPPED = "__env_grads_false";

  @TestFactory
  List<DynamicTest> agreesWithTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode example : InterpretVectors.cases("simulator_unroll.json.gz")) {
      tests.add(DynamicTest.dynamicTest(example.get("name").asText(), () -> check(example)));
    }
    return tests;
  }

  private static void check(JsonNode example) {
    int steps = example.get("T").asInt();
    boolean guided = example.get("mode").asText().equals("true");
    try (ReferenceCase reference = new ReferenceCase(example);
        SimulatorGradients gradients =
            new SimulatorGradients(
                reference.simulator(),
                reference.agent(),
                steps,
                reference.batch(),
                guided,
                reference.modal())) {
      float[] bottlenecks = VectorFile.floats(reference.get("bottleneck"));
      float[] draws = reference.draws(steps);
      Supplier<SimulatedSample[]> forward =
          () ->
              guided
                  ? gradients.forward(
                      bottlenecks, actions(reference), firstStates(reference), draws)
                  : gradients.forward(bottlenecks, draws);
      SimulatedSample[] samples = forward.get();
      course(reference, samples, steps);
      inside(reference, gradients, steps);
      Map<String, GradientRule> rules = new LinkedHashMap<>();
      Iterator<Map.Entry<String, JsonNode>> targets = reference.get("gradients").fields();
      while (targets.hasNext()) {
        Map.Entry<String, JsonNode> target = targets.next();
        rules.put(
            target.getKey(), gradients(reference, gradients, target.getKey(), target.getValue()));
      }
      RandomStream random = new RandomStream(1);
      for (int round = 0; round < Rounding.ROUNDS; round++) {
        rules.values().removeIf(GradientRule::holds);
        if (rules.isEmpty()) return;
        reference.moved(
            random,
            () -> {
              forward.get();
              rules.forEach(
                  (name, rule) -> rule.moved(tensors(backward(reference, gradients, name), steps)));
            });
      }
      rules.values().forEach(GradientRule::check);
    }
  }

  private static float[] actions(ReferenceCase reference) {
    int[] actions = VectorFile.ints(reference.get("true_actions"));
    int rows = reference.get("T").asInt() * reference.batch();
    return OneHot.of(actions, 0, rows, ReferenceCase.ACTIONS);
  }

  private static float[] firstStates(ReferenceCase reference) {
    long seed = reference.get("weights").get("default").get("seed").asLong();
    float[] states = new float[reference.batch() * ReferenceCase.HIDDEN];
    for (int i = 0; i < states.length; i++) {
      states[i] = (float) (0.5 * InterpretVectors.hash(i, 71, seed));
    }
    return states;
  }

  private static void course(ReferenceCase reference, SimulatedSample[] samples, int steps) {
    int batch = reference.batch();
    int[] actions = VectorFile.ints(reference.get("actions"));
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < batch; b++) {
        assertThat(samples[b].actions()[t])
            .as("%s action at step %d of %d", reference.name(), t, b)
            .isEqualTo(actions[t * batch + b]);
      }
    }
    for (int b = 0; b < batch; b++) {
      String name = reference.name() + " sample " + b + " ";
      SimulatedSample sample = samples[b];
      close(reference, name, "log_probs", sample.logProbabilities(), b);
      close(reference, name, "values", sample.values(), b);
      close(reference, name, "agent_h", sample.agentStates(), b);
      close(reference, name, "reward", sample.rewards(), b);
      close(reference, name, "terminal_prob", sample.terminalProbabilities(), b);
    }
    for (int t = 0; t < steps; t++) {
      summary(reference, "env_h", t, joined(samples, t, SimulatedSample::environmentStates));
    }
    bytes(reference, samples);
  }

  /** Compares one sample with its column of {@code [steps][batch]...}. */
  private static void close(
      ReferenceCase reference, String name, String field, float[] actual, int b) {
    JsonNode all = reference.get(field);
    int width = actual.length / all.size();
    for (int t = 0; t < all.size(); t++) {
      double[] expected = VectorFile.doubles(all.get(t).get(b));
      if (!all.get(t).get(b).isArray()) expected = new double[] {all.get(t).get(b).asDouble()};
      for (int i = 0; i < width; i++) {
        Closeness.near(
            name + field + "[" + t + "][" + i + "]", actual[t * width + i], expected[i], VALUES);
      }
    }
  }

  /** Frames are written as truncated bytes: the first elements against the summaries. */
  private static void bytes(ReferenceCase reference, SimulatedSample[] samples) {
    int side = ReferenceCase.SIDE;
    JsonNode images = reference.get("images");
    for (int t = 0; t < images.size(); t++) {
      double[] first = VectorFile.doubles(images.get(t).get("first"));
      for (int x = 0; x < first.length; x++) {
        int actual = samples[0].frames()[(t * side * side + x) * 3] & 0xFF;
        assertThat(actual / 255.0)
            .as("%s pixel %d of frame %d", reference.name(), x, t)
            .isBetween(first[x] - 1.0 / 255 - VALUES, first[x] + VALUES);
      }
    }
  }

  private interface Part {
    float[] of(SimulatedSample sample);
  }

  private static float[] joined(SimulatedSample[] samples, int t, Part part) {
    int width = part.of(samples[0]).length / samples[0].values().length;
    float[] rows = new float[samples.length * width];
    for (int b = 0; b < samples.length; b++) {
      System.arraycopy(part.of(samples[b]), t * width, rows, b * width, width);
    }
    return rows;
  }

  private static void inside(ReferenceCase reference, SimulatorGradients gradients, int steps) {
    SimulatorSize size = reference.simulator().size();
    assertThat(Closeness.indices(gradients.stochastic(), size.classes()))
        .as(reference.name() + " z_index")
        .containsExactly(VectorFile.ints(reference.get("z_index")));
    for (int t = 0; t < steps; t++) {
      summary(reference, "prior_logits", t, step(gradients.prior(), t, steps));
    }
  }

  private static GradientRule gradients(
      ReferenceCase reference, SimulatorGradients gradients, String name, JsonNode expected) {
    int steps = gradients.steps();
    CourseGradients actual = backward(reference, gradients, name);
    String label = reference.name() + " " + name + " ";
    double value = expected.get("target_value").asDouble();
    Closeness.near(label + "target", actual.target(), value, VALUES * Math.max(1, Math.abs(value)));
    assertThat(actual.bottlenecks())
        .hasSize(reference.batch() * reference.simulator().size().bottleneck());
    GradientRule rule = new GradientRule(label + "gradient of");
    List<float[]> tensors = tensors(actual, steps);
    for (int t = 0; t < steps; t++) {
      rule.add("image " + t, tensors.get(3 * t), expected.get("grad_image").get(t));
      rule.add("agent h " + t, tensors.get(3 * t + 1), expected.get("grad_agent_h").get(t));
      rule.add("env h " + t, tensors.get(3 * t + 2), expected.get("grad_env_h").get(t));
    }
    rule.add("bottleneck", tensors.get(3 * steps), expected.get("grad_bottleneck"));
    return rule;
  }

  private static CourseGradients backward(
      ReferenceCase reference, SimulatorGradients gradients, String name) {
    int step = reference.get("target_step").asInt();
    SaliencyTarget target = target(name.replace(STOPPED, ""), step);
    return gradients.backward(target, !name.endsWith(STOPPED));
  }

  /** Image, agent's state and environment's state of each step, and the bottlenecks. */
  private static List<float[]> tensors(CourseGradients gradients, int steps) {
    List<float[]> tensors = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      float[] images = step(gradients.images(), t, steps);
      tensors.add(Closeness.channelsFirst(images, 3, ReferenceCase.SIDE));
      tensors.add(step(gradients.agentStates(), t, steps));
      tensors.add(step(gradients.environmentStates(), t, steps));
    }
    tensors.add(gradients.bottlenecks().clone());
    return tensors;
  }

  private static SaliencyTarget target(String name, int step) {
    return switch (name) {
      case "value" -> new SaliencyTarget.Value(step);
      case "action" -> new SaliencyTarget.ChosenAction(step);
      case "leftwards" -> new SaliencyTarget.Actions(step, List.of(0, 1, 2));
      case "jumping_up" -> new SaliencyTarget.Actions(step, List.of(5));
      case "jumping_right" -> new SaliencyTarget.Actions(step, List.of(8));
      case "value_delta" -> new SaliencyTarget.ValueChange();
      case "h_direction" -> {
        List<Float> direction = new ArrayList<>();
        for (int j = 0; j < ReferenceCase.HIDDEN; j++) {
          direction.add((float) Math.sin(0.3 * j + 0.2));
        }
        yield new SaliencyTarget.Direction(step, direction);
      }
      default -> throw new AssertionError("unknown target " + name);
    };
  }

  private static float[] step(float[] all, int t, int steps) {
    int width = all.length / steps;
    float[] part = new float[width];
    System.arraycopy(all, t * width, part, 0, width);
    return part;
  }

  private static void summary(ReferenceCase reference, String field, int t, float[] actual) {
    String name = reference.name() + " " + field + " " + t;
    Closeness.summary(name, actual, reference.get(field).get(t), VALUES);
  }
}
