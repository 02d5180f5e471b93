package io.fabula.model.ppo;

import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.BlockLearningPlan;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.StatelessNetwork;
import io.fabula.model.agents.StatelessPlan;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One hidden layer. Either it gives all outputs from the observation, or it scores each entry of a
 * set, padded to the largest, from the observation and what is told about the entry.
 */
final class SmallNetwork extends StatelessNetwork {
  private static final int HIDDEN = 32;

  private final ActionHead head;
  private final int observation;
  private final int features;

  private SmallNetwork(ActionHead head, int observation, int features, long seed) {
    super(parameters(head, observation, features, seed));
    this.head = head;
    this.observation = observation;
    this.features = features;
  }

  private static Parameters parameters(ActionHead head, int observation, int features, long seed) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    put(shapes, "policy.0", observation + features, HIDDEN);
    put(shapes, "policy.1", HIDDEN, features > 0 ? 1 : head.outputs());
    put(shapes, "value.0", observation, HIDDEN);
    put(shapes, "value.1", HIDDEN, 1);
    Parameters parameters = Parameters.of(shapes);
    for (String name : parameters.names()) {
      int fanIn = parameters.shape(name.replace("bias", "weight")).dim(1);
      RandomStream random = new RandomStream(Seeds.of(seed, name));
      parameters.set(name, Initialisation.byFanIn(parameters.shape(name), fanIn, random));
    }
    return parameters;
  }

  static SmallNetwork plain(ActionHead head, int observation, long seed) {
    return new SmallNetwork(head, observation, 0, seed);
  }

  static SmallNetwork overSets(ActionHead head, int observation, int features, long seed) {
    return new SmallNetwork(head, observation, features, seed);
  }

  private static void put(Map<String, Shape> shapes, String name, int in, int out) {
    shapes.put(name + ".weight", Shape.of(out, in));
    shapes.put(name + ".bias", Shape.of(out));
  }

  @Override
  protected int inputSize() {
    return observation + (features > 0 ? head.outputs() * (features + 1) : 0);
  }

  private Node layer(Graph graph, String name, Node x) {
    return Linear.dense(
        x,
        graph.parameter(parameters(), name + ".weight"),
        graph.parameter(parameters(), name + ".bias"));
  }

  private Node layers(Graph graph, String name, Node x) {
    return layer(graph, name + ".1", Elementwise.tanh(layer(graph, name + ".0", x)));
  }

  @Override
  protected BlockLearningPlan.Outputs build(Graph graph, Node input) {
    Node seen = features > 0 ? Shaping.slice(input, 1, 0, observation) : input;
    Node outputs = features > 0 ? scores(graph, input, seen) : layers(graph, "policy", seen);
    return new BlockLearningPlan.Outputs(outputs, layers(graph, "value", seen));
  }

  private Node scores(Graph graph, Node input, Node seen) {
    int rows = input.shape().dim(0);
    int count = head.outputs();
    int end = observation + count * features;
    Node told = Shaping.reshape(Shaping.slice(input, 1, observation, end), rows * count, features);
    Node each =
        Shaping.reshape(
            Shaping.broadcast(
                Shaping.reshape(seen, rows, 1, observation), rows, count, observation),
            rows * count,
            observation);
    Node score = layers(graph, "policy", Shaping.concat(1, each, told));
    Node there = Shaping.slice(input, 1, end, end + count);
    return Arithmetic.add(
        Arithmetic.mul(Shaping.reshape(score, rows, count), there),
        Elementwise.affine(there, -ActionHead.EXCLUDED, ActionHead.EXCLUDED));
  }

  private final class Inputs implements InputBuffer {
    private final float[][] rows;

    Inputs(int count) {
      rows = new float[count][inputSize()];
    }

    @Override
    public int width() {
      return inputSize();
    }

    @Override
    public void put(int row, byte[] seen, int offset, ActionSet available) {
      throw new IllegalArgumentException("the network looks at floats");
    }

    @Override
    public void put(int row, float[] seen, int offset, ActionSet available) {
      float[] target = rows[row];
      Arrays.fill(target, 0);
      System.arraycopy(seen, offset, target, 0, observation);
      if (features == 0) return;
      float[] told = available.representation();
      System.arraycopy(told, 0, target, observation, told.length);
      int mask = observation + head.outputs() * features;
      Arrays.fill(target, mask, mask + available.ids().length, 1);
    }

    @Override
    public void expand(int row, float[] target, int offset) {
      System.arraycopy(rows[row], 0, target, offset, rows[row].length);
    }
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    head.requireFits(world);
  }

  @Override
  public ActionHead head() {
    return head;
  }

  @Override
  public InputBuffer inputs(int rows) {
    return new Inputs(rows);
  }

  @Override
  public ActingPlan acting(int batch) {
    Graph graph = new Graph();
    Node input = graph.input("input", batch, inputSize());
    BlockLearningPlan.Outputs nodes = build(graph, input);
    Plan plan = Plan.forward(nodes.policy(), nodes.value());
    return new StatelessPlan(batch, inputSize(), head) {
      @Override
      public void run() {
        plan.set(input, inputs());
        plan.forward();
        plan.get(nodes.policy(), outputs(), 0);
        plan.get(nodes.value(), values(), 0);
      }

      @Override
      public void close() {
        plan.close();
      }
    };
  }

  private List<Integer> shape(String name) {
    return Arrays.stream(parameters().shape(name).dims()).boxed().toList();
  }

  @Override
  public TensorFile save() {
    TensorFile file = new TensorFile();
    for (String name : parameters().names()) {
      file.put(name, new Tensor.Floats(shape(name), parameters().get(name)));
    }
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    for (String name : parameters().names()) parameters().set(name, file.floats(name, shape(name)));
  }
}
