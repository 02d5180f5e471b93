package io.fabula.model.clicklog;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Losses;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.sets.NetworkTensor;
import io.fabula.model.slates.ClickLayers;
import io.fabula.model.slates.ItemFeatures;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chance that a slate is clicked, learned from a log: a GRU over the user's last clicks and one
 * over the slate, then a perceptron (Jain et al. 2022). It learns from rows as they come and keeps
 * none of them.
 */
public final class ClickModel implements ClickChances, AutoCloseable {
  private static final FiniteCheck FINITE = new FiniteCheck(List.of("rm_lr"));
  private static final String SIZES = "click_model.sizes";

  /**
   * The size and the learning rule.
   *
   * @param batch rows of a step, at least 1
   * @param rate Adam's learning rate, above 0
   * @param period steps in which the rate falls to 0 along half a cosine; it then rises again in as
   *     many, at least 1
   */
  public record Options(int batch, double rate, long period) {
    public Options {
      if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
      if (!(rate > 0)) throw new IllegalArgumentException("rate must be above 0, got " + rate);
      if (period < 1) {
        throw new IllegalArgumentException("period must be at least 1, got " + period);
      }
    }

    double rate(long step) {
      return rate * (1 + StrictMath.cos(Math.PI * step / period)) / 2;
    }
  }

  private final Options options;
  private final LogUsers users;
  private final ItemFeatures items;
  private final int slateSize;
  private final Parameters parameters;
  private final Adam adam;
  private final Node states;
  private final Node slates;
  private final Node clicks;
  private final Node chances;
  private final Node loss;
  private final Plan plan;
  private final Plan judging;
  private final float[] stateValues;
  private final float[] slateValues;
  private final float[] clickValues;
  private final float[] chanceValues;
  private long steps;

  /**
   * A model that has learned nothing yet.
   *
   * @param items embeddings of items
   */
  public ClickModel(Options options, LogUsers users, ItemFeatures items, int slateSize, long seed) {
    this.options = options;
    this.users = users;
    this.items = items;
    this.slateSize = slateSize;
    int stepSize = users.size() + items.size();
    List<NetworkTensor> tensors = ClickLayers.tensors(stepSize, items.size());
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (NetworkTensor each : tensors) shapes.put(each.name(), each.shape());
    parameters = Parameters.of(shapes);
    for (NetworkTensor each : tensors) {
      RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + each.name()));
      parameters.set(each.name(), each.start().of(each.shape(), random));
    }
    adam = new Adam(parameters, Adam.Options.DEFAULT);
    int batch = options.batch();
    Graph graph = new Graph();
    states = graph.input("states", LoggedSlate.HISTORY, batch, stepSize);
    slates = graph.input("slates", slateSize, batch, items.size());
    clicks = graph.input("clicks", batch);
    Node logits =
        Shaping.reshape(
            ClickLayers.logits(graph, name -> graph.parameter(parameters, name), states, slates),
            batch);
    chances = Elementwise.sigmoid(logits);
    loss = Reductions.mean(Losses.binaryCrossEntropy(logits, clicks));
    plan = Plan.training(loss, chances);
    judging = Plan.forward(chances);
    stateValues = new float[LoggedSlate.HISTORY * batch * stepSize];
    slateValues = new float[slateSize * batch * items.size()];
    clickValues = new float[batch];
    chanceValues = new float[batch];
  }

  /** Rows of a step. */
  public int batch() {
    return options.batch();
  }

  /**
   * Learns from one batch of rows; its loss before the step, in nats.
   *
   * @param rows exactly as many as {@link #batch()}
   */
  public double learn(LoggedSlate[] rows) {
    set(plan, rows, options.batch());
    for (int i = 0; i < rows.length; i++) clickValues[i] = rows[i].clicked() ? 1 : 0;
    plan.set(clicks, clickValues, 0);
    parameters.gradients().zero();
    plan.forward();
    plan.backward();
    adam.step(options.rate(steps++));
    double result = plan.scalar(loss);
    FINITE.number("step " + steps, "loss", result);
    return result;
  }

  private void set(Plan target, LoggedSlate[] rows, int count) {
    int batch = options.batch();
    int stepSize = users.size() + items.size();
    if (count < batch) {
      Arrays.fill(stateValues, 0);
      Arrays.fill(slateValues, 0);
    }
    for (int b = 0; b < count; b++) {
      LoggedSlate row = rows[b];
      for (int t = 0; t < LoggedSlate.HISTORY; t++) {
        int at = (t * batch + b) * stepSize;
        System.arraycopy(users.values(), row.user() * users.size(), stateValues, at, users.size());
        items.copy(row.history()[t], stateValues, at + users.size());
      }
      for (int j = 0; j < slateSize; j++) {
        items.copy(row.slate()[j], slateValues, (j * batch + b) * items.size());
      }
    }
    target.set(states, stateValues, 0);
    target.set(slates, slateValues, 0);
  }

  @Override
  public void of(LoggedSlate[] rows, int count, double[] target) {
    int batch = options.batch();
    for (int from = 0; from < count; from += batch) {
      int n = Math.min(batch, count - from);
      set(judging, Arrays.copyOfRange(rows, from, from + n), n);
      judging.forward();
      judging.get(chances, chanceValues, 0);
      for (int i = 0; i < n; i++) target[from + i] = chanceValues[i];
    }
  }

  /** Number of weights. */
  public long parameterCount() {
    return parameters.count();
  }

  /** The model as a file that {@link #restore} reads. */
  public TensorFile save() {
    TensorFile file = new TensorFile();
    file.putMetadata(SIZES, sizes());
    for (String name : parameters.names()) {
      file.put(name, new Tensor.Floats(dims(name), parameters.get(name)));
    }
    return file;
  }

  private String sizes() {
    return "%d,%d,%d".formatted(users.size(), items.size(), slateSize);
  }

  /** Takes the weights of a file. */
  public void restore(TensorFile file) throws DamagedFileException {
    if (!file.metadata(SIZES).equals(sizes())) {
      throw new DamagedFileException(
          file.source(),
          "metadata \"" + SIZES + "\"",
          "expected " + sizes() + ", got " + file.metadata(SIZES));
    }
    for (String name : parameters.names()) parameters.set(name, file.floats(name, dims(name)));
  }

  private List<Integer> dims(String name) {
    return parameters.shape(name).toList();
  }

  @Override
  public void close() {
    plan.close();
    judging.close();
    adam.close();
    parameters.close();
  }
}
