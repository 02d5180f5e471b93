package io.fabula.model.ppo;

import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.agents.StatelessPlan;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;
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
final class SmallNetwork implements LearnableNetwork {
  private static final int HIDDEN = 32;

  private final ActionHead head;
  private final int observation;
  private final int features;
  private final Parameters parameters;

  private SmallNetwork(ActionHead head, int observation, int features, long seed) {
    this.head = head;
    this.observation = observation;
    this.features = features;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    put(shapes, "policy.0", observation + features, HIDDEN);
    put(shapes, "policy.1", HIDDEN, features > 0 ? 1 : head.outputs());
    put(shapes, "value.0", observation, HIDDEN);
    put(shapes, "value.1", HIDDEN, 1);
    parameters = Parameters.of(shapes);
    for (String name : parameters.names()) {
      int fanIn = parameters.shape(name.replace("bias", "weight")).dim(1);
      RandomStream random = new RandomStream(Seeds.of(seed, name));
      parameters.set(name, Initialisation.byFanIn(parameters.shape(name), fanIn, random));
    }
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

  private int width() {
    return observation + (features > 0 ? head.outputs() * (features + 1) : 0);
  }

  private Node layer(Graph graph, String name, Node x) {
    return Linear.dense(
        x,
        graph.parameter(parameters, name + ".weight"),
        graph.parameter(parameters, name + ".bias"));
  }

  private Node layers(Graph graph, String name, Node x) {
    return layer(graph, name + ".1", Elementwise.tanh(layer(graph, name + ".0", x)));
  }

  private final class Body {
    final Graph graph = new Graph();
    final Node input;
    final Node outputs;
    final Node value;

    Body(int rows) {
      input = graph.input("input", rows, width());
      Node seen = features > 0 ? Shaping.slice(input, 1, 0, observation) : input;
      value = layers(graph, "value", seen);
      outputs = features > 0 ? scores(rows, seen) : layers(graph, "policy", seen);
    }

    private Node scores(int rows, Node seen) {
      int count = head.outputs();
      int end = observation + count * features;
      Node told =
          Shaping.reshape(Shaping.slice(input, 1, observation, end), rows * count, features);
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
  }

  private final class Inputs implements InputBuffer {
    private final float[][] rows;

    Inputs(int count) {
      rows = new float[count][SmallNetwork.this.width()];
    }

    @Override
    public int width() {
      return SmallNetwork.this.width();
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
  public int stateSize() {
    return 0;
  }

  @Override
  public boolean recurrent() {
    return false;
  }

  @Override
  public InputBuffer inputs(int rows) {
    return new Inputs(rows);
  }

  @Override
  public ActingPlan acting(int batch) {
    Body body = new Body(batch);
    Plan plan = Plan.forward(body.outputs, body.value);
    return new StatelessPlan(batch, width(), head) {
      @Override
      public void run() {
        plan.set(body.input, inputs());
        plan.forward();
        plan.get(body.outputs, outputs(), 0);
        plan.get(body.value, values(), 0);
      }

      @Override
      public void close() {
        plan.close();
      }
    };
  }

  @Override
  public LearningPlan learning(int steps, int worlds, Gradients target) {
    int rows = steps * worlds;
    Body body = new Body(rows);
    Node byOutputs = body.graph.input("d outputs", rows, head.outputs());
    Node byValue = body.graph.input("d value", rows, 1);
    Node loss =
        Arithmetic.add(
            Reductions.sum(Arithmetic.mul(body.outputs, byOutputs)),
            Reductions.sum(Arithmetic.mul(body.value, byValue)));
    Plan plan =
        Plan.training(
            PlanOptions.DEFAULT.withGradients(parameters, target), loss, body.outputs, body.value);
    float[] inputs = new float[rows * width()];
    float[] masks = new float[rows];
    float[] outputs = new float[rows * head.outputs()];
    float[] values = new float[rows];
    return new LearningPlan() {
      @Override
      public int steps() {
        return steps;
      }

      @Override
      public float[] inputs() {
        return inputs;
      }

      @Override
      public float[] masks() {
        return masks;
      }

      @Override
      public float[] initialState() {
        return new float[0];
      }

      @Override
      public float[] outputs() {
        return outputs;
      }

      @Override
      public float[] values() {
        return values;
      }

      @Override
      public void forward() {
        plan.set(body.input, inputs);
        plan.forward();
        plan.get(body.outputs, outputs, 0);
        plan.get(body.value, values, 0);
      }

      @Override
      public void backward(float[] givenOutputs, float[] givenValues) {
        plan.set(byOutputs, givenOutputs);
        plan.set(byValue, givenValues);
        plan.backward();
      }

      @Override
      public List<String> profile(int runs) {
        return plan.profile(runs);
      }

      @Override
      public void close() {
        plan.close();
      }
    };
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  private List<Integer> shape(String name) {
    return Arrays.stream(parameters.shape(name).dims()).boxed().toList();
  }

  @Override
  public TensorFile save() {
    TensorFile file = new TensorFile();
    for (String name : parameters.names()) {
      file.put(name, new Tensor.Floats(shape(name), parameters.get(name)));
    }
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    for (String name : parameters.names()) parameters.set(name, file.floats(name, shape(name)));
  }

  @Override
  public void close() {
    parameters.close();
  }
}
