package io.fabula.model.workloads;

import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.memory.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Logits of a perceptron for one observation: 8 numbers in, two layers of 32 with tanh, 4 out. */
public final class TinyPolicy implements Workload {
  private static final int[] SIZES = {8, 32, 32, 4};

  private final Parameters parameters = Parameters.of(shapes());
  private final Plan plan;
  private final Node observation;
  private final Node output;
  private final float[] input = HashTensors.values("observation", SIZES[0], 1);
  private final float[] logits = new float[SIZES[SIZES.length - 1]];

  /** Compiles the plan. */
  public TinyPolicy() {
    HashTensors.fill(parameters);
    Graph graph = new Graph();
    observation = graph.input("observation", 1, SIZES[0]);
    Node x = observation;
    for (int i = 0; i + 1 < SIZES.length; i++) {
      if (i > 0) x = Elementwise.tanh(x);
      x =
          Linear.dense(
              x, graph.parameter(parameters, weight(i)), graph.parameter(parameters, bias(i)));
    }
    output = x;
    plan = Plan.forward(output);
  }

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (int i = 0; i + 1 < SIZES.length; i++) {
      shapes.put(weight(i), Shape.of(SIZES[i + 1], SIZES[i]));
      shapes.put(bias(i), Shape.of(SIZES[i + 1]));
    }
    return shapes;
  }

  private static String weight(int layer) {
    return "layer" + layer + ".weight";
  }

  private static String bias(int layer) {
    return "layer" + layer + ".bias";
  }

  @Override
  public void run() {
    plan.set(observation, input, 0);
    plan.forward();
    plan.get(output, logits, 0);
  }

  @Override
  public ReferenceOutputs evidence() {
    return new ReferenceOutputs(
        Map.of(), Map.of("logits", ReferenceOutputs.Trace.of("logits", logits)));
  }

  @Override
  public List<String> profile(int runs) {
    return plan.profile(runs);
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
  }
}
