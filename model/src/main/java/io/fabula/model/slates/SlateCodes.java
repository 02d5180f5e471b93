package io.fabula.model.slates;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import java.util.Arrays;
import java.util.List;

/**
 * The codes of the slates of some users while items are taken into them. A GRU goes on from the
 * state before; other encoders read the slate from its start.
 */
final class SlateCodes implements AutoCloseable {
  private final SlateNetwork network;
  private final int rows;
  private final int itemSize;
  private final boolean recurrent;
  private final Step[] steps;
  private final float[] items;
  private final float[] state;
  private final float[] code;
  private int taken;

  /** Reads the first items of slates, or one more of them behind a state. */
  private record Step(Plan plan, Node items, Node before, Node state, Node code) {}

  /**
   * @param network whose slates are read; not closed with this
   * @param rows users
   */
  SlateCodes(SlateNetwork network, int rows) {
    this.network = network;
    this.rows = rows;
    SlateArchitecture agent = network.architecture();
    itemSize = agent.itemSize();
    recurrent = agent.slate() == SequenceEncoder.GRU;
    steps = new Step[agent.slateSize()];
    items = new float[agent.slateSize() * rows * itemSize];
    state = new float[rows * SlateTensors.ENCODER_HIDDEN];
    code = new float[rows * SlateArchitecture.CODE];
  }

  /** Empties the slates. */
  void clear() {
    taken = 0;
    Arrays.fill(state, 0);
    Arrays.fill(code, 0);
  }

  /**
   * Takes an item into each slate.
   *
   * @param features [rows, itemSize]
   */
  void take(float[] features) {
    System.arraycopy(features, 0, items, taken * rows * itemSize, rows * itemSize);
    taken++;
    Step step = step();
    step.plan().set(step.items(), items, recurrent ? (taken - 1) * rows * itemSize : 0);
    if (recurrent) step.plan().set(step.before(), state, 0);
    step.plan().forward();
    if (recurrent) step.plan().get(step.state(), state, 0);
    step.plan().get(step.code(), code, 0);
  }

  /** [rows, code]; zero for empty slates. */
  float[] code() {
    return code;
  }

  private Step step() {
    int place = recurrent ? 0 : taken - 1;
    Step step = steps[place];
    if (step == null) {
      step = recurrent ? oneMore() : beginning(taken);
      steps[place] = step;
    }
    return step;
  }

  private Step oneMore() {
    Graph graph = new Graph();
    SlateGraph layers = new SlateGraph(network.architecture(), graph, network.weights().frozen());
    Node item = graph.input("item", rows, itemSize);
    Node before = graph.input("state", rows, SlateTensors.ENCODER_HIDDEN);
    Node after = layers.slateState(item, before);
    Node coded = layers.slateOf(after);
    return new Step(Plan.forward(coded, after), item, before, after, coded);
  }

  private Step beginning(int length) {
    Graph graph = new Graph();
    SlateGraph layers = new SlateGraph(network.architecture(), graph, network.weights().frozen());
    Node chosen = graph.input("chosen", length, rows, itemSize);
    Node coded = layers.slate(chosen);
    return new Step(Plan.forward(coded), chosen, chosen, coded, coded);
  }

  /** What the last step costs. */
  List<String> profile(int runs) {
    return taken == 0 ? List.of() : step().plan().profile(runs);
  }

  @Override
  public void close() {
    for (Step step : steps) if (step != null) step.plan().close();
  }
}
