package io.fabula.model.impala;

import io.fabula.model.agents.SteppingPlan;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;

/** An agent's embedding, memory and heads, each as a plan of its own over the same parameters. */
final class ImpalaSteppingPlan implements SteppingPlan {
  private static final int SMALLEST_BATCH = 2; // a single row would go through other kernels

  private final int rows;
  private final float[] start;
  private final Node viewInput;
  private final Node embedding;
  private final Plan embedPlan;
  private final Node embeddingInput;
  private final Node hiddenInput;
  private final Node hidden;
  private final Plan memoryPlan;
  private final Node stateInput;
  private final ImpalaGraph.Readout readout;
  private final Plan readPlan;
  private final float[] inputs;
  private final float[] embeddings;
  private final float[] states;
  private final float[] outputs;
  private final float[] values;

  ImpalaSteppingPlan(ImpalaNetwork network, int rows, boolean trainableInitialState) {
    ImpalaArchitecture agent = network.architecture();
    Parameters parameters = network.parameters();
    this.rows = Math.max(SMALLEST_BATCH, rows);
    start = new float[agent.hidden()];
    if (trainableInitialState) network.writeInitialHidden(start, 0);
    Graph seeing = new Graph();
    int colours = ImpalaArchitecture.COLOURS;
    viewInput = seeing.input("view", this.rows, agent.side(), agent.side(), colours);
    embedding = new ImpalaGraph(agent, seeing, parameters).embedding(viewInput);
    embedPlan = Plan.forward(embedding);
    Graph remembering = new Graph();
    embeddingInput = remembering.input("embedding", this.rows, agent.embedding());
    hiddenInput = remembering.input("hidden", this.rows, agent.hidden());
    hidden = new ImpalaGraph(agent, remembering, parameters).memory(embeddingInput, hiddenInput);
    memoryPlan = Plan.forward(hidden);
    Graph reading = new Graph();
    stateInput = reading.input("state", this.rows, agent.hidden());
    readout = new ImpalaGraph(agent, reading, parameters).readout(stateInput);
    readPlan = Plan.forward(readout.logits(), readout.value());
    inputs = new float[this.rows * agent.inputSize()];
    embeddings = new float[this.rows * agent.embedding()];
    states = new float[this.rows * agent.hidden()];
    outputs = new float[this.rows * agent.actions()];
    values = new float[this.rows];
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public void begin(float[] target, int offset) {
    System.arraycopy(start, 0, target, offset, start.length);
  }

  @Override
  public float[] inputs() {
    return inputs;
  }

  @Override
  public float[] embeddings() {
    return embeddings;
  }

  @Override
  public float[] states() {
    return states;
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
  public void embed() {
    embedPlan.set(viewInput, inputs);
    embedPlan.forward();
    embedPlan.get(embedding, embeddings, 0);
  }

  @Override
  public void remember() {
    if (!memoryPlan.has(hiddenInput)) { // without recurrence
      System.arraycopy(embeddings, 0, states, 0, states.length);
      return;
    }
    memoryPlan.set(embeddingInput, embeddings);
    memoryPlan.set(hiddenInput, states);
    memoryPlan.forward();
    memoryPlan.get(hidden, states, 0);
  }

  @Override
  public void read() {
    readPlan.set(stateInput, states);
    readPlan.forward();
    readPlan.get(readout.logits(), outputs, 0);
    readPlan.get(readout.value(), values, 0);
  }

  @Override
  public void close() {
    embedPlan.close();
    memoryPlan.close();
    readPlan.close();
  }
}
