package io.fabula.model.workloads;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A residual block of two graph attention layers (Velickovic et al. 2018, one head) over a complete
 * graph of 25 actions, batch 64, hidden 64: forward and backward to weights and nodes.
 */
public final class AttentionBlock implements Workload {
  private static final int BATCH = 64;
  private static final int ACTIONS = 25;
  private static final int HIDDEN = 64;
  private static final float SLOPE = 0.2f;

  private final Parameters parameters;
  private final Plan plan;
  private final Node nodes;
  private final Node output;
  private final Node loss;
  private final List<Node> edges = new ArrayList<>();
  private final List<Node> transformed = new ArrayList<>();
  private final float[] values = HashTensors.values("nodes", BATCH * ACTIONS * HIDDEN, 1);

  /** Compiles the block. */
  public AttentionBlock() {
    this(PlanOptions.DEFAULT);
  }

  AttentionBlock(PlanOptions options) {
    this(options, false);
  }

  /**
   * @param keepsEdges whether {@link #addedToAttention} can be asked for, which keeps more
   */
  AttentionBlock(PlanOptions options, boolean keepsEdges) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (int layer = 1; layer <= 2; layer++) {
      shapes.put("layer" + layer + ".weight", Shape.of(HIDDEN, HIDDEN));
      shapes.put("layer" + layer + ".bias", Shape.of(HIDDEN));
      shapes.put("layer" + layer + ".attention", Shape.of(2, HIDDEN));
    }
    parameters = Parameters.of(shapes);
    HashTensors.fill(parameters);
    Graph graph = new Graph();
    nodes = graph.inputWithGradient("nodes", BATCH, ACTIONS, HIDDEN);
    Node first = Elementwise.elu(layer(graph, nodes, "layer1."));
    output = Arithmetic.add(layer(graph, Elementwise.elu(first), "layer2."), nodes);
    Node weights =
        graph.constant(
            HashTensors.values("output weights", BATCH * ACTIONS * HIDDEN, 1),
            BATCH,
            ACTIONS,
            HIDDEN);
    loss = Reductions.sum(Arithmetic.mul(output, weights));
    List<Node> kept = new ArrayList<>(List.of(output));
    if (keepsEdges) {
      edges.forEach(Node::keepGradient);
      kept.addAll(transformed);
    }
    plan = Plan.training(options, loss, kept.toArray(new Node[0]));
  }

  private Node layer(Graph graph, Node x, String name) {
    Node z =
        Linear.dense(
            x,
            graph.parameter(parameters, name + "weight"),
            graph.parameter(parameters, name + "bias"));
    Node scores = Linear.dense(z, graph.parameter(parameters, name + "attention"));
    Node own = Shaping.slice(scores, 2, 0, 1);
    Node others = Shaping.permute(Shaping.slice(scores, 2, 1, 2), 0, 2, 1);
    Node weights = Elementwise.leakyRelu(Arithmetic.add(own, others), SLOPE);
    edges.add(weights);
    transformed.add(z);
    return Linear.matmul(Categorical.softmax(weights), z);
  }

  /**
   * The size (root of the sum of squares) of the terms that add up to the gradient of a layer's
   * attention: one per edge, head and number of a node. They cancel, because a softmax does not
   * feel what all edges of a node share.
   *
   * @param layer 1 or 2
   */
  double addedToAttention(int layer) {
    float[] gradients = plan.gradient(edges.get(layer - 1));
    float[] values = plan.get(transformed.get(layer - 1));
    double[] lengths = new double[BATCH * ACTIONS];
    for (int i = 0; i < values.length; i++) {
      lengths[i / HIDDEN] += (double) values[i] * values[i];
    }
    double sum = 0;
    for (int i = 0; i < gradients.length; i++) {
      int node = i / ACTIONS;
      int other = node / ACTIONS * ACTIONS + i % ACTIONS;
      sum += (double) gradients[i] * gradients[i] * (lengths[node] + lengths[other]);
    }
    return Math.sqrt(sum);
  }

  @Override
  public void run() {
    plan.set(nodes, values, 0);
    parameters.gradients().zero();
    plan.forward();
    plan.backward();
  }

  @Override
  public ReferenceOutputs evidence() {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("loss", (double) plan.scalar(loss));
    ReferenceOutputs gradients =
        ReferenceOutputs.of(losses, parameters.gradients(), parameters.names());
    Map<String, ReferenceOutputs.Trace> tensors = new LinkedHashMap<>(gradients.tensors());
    tensors.put("output", ReferenceOutputs.Trace.of("output", plan.get(output)));
    tensors.put("nodes", ReferenceOutputs.Trace.of("nodes", plan.gradient(nodes)));
    return new ReferenceOutputs(losses, tensors);
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
