package io.fabula.model.impala;

import io.fabula.model.agents.AbstractSteppingPlan;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;

/** An agent's embedding, memory and heads, each as a plan of its own over the same parameters. */
final class ImpalaSteppingPlan extends AbstractSteppingPlan {
  private static final int SMALLEST_BATCH = 2; // a single row would go through other kernels

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

  ImpalaSteppingPlan(ImpalaNetwork network, int rows, boolean trainableInitialState) {
    super(
        Math.max(SMALLEST_BATCH, rows),
        network.architecture().inputSize(),
        network.architecture().embedding(),
        start(network, trainableInitialState),
        network.architecture().actions());
    ImpalaArchitecture agent = network.architecture();
    Parameters parameters = network.parameters();
    Graph seeing = new Graph();
    int colours = ImpalaArchitecture.COLOURS;
    viewInput = seeing.input("view", rows(), agent.side(), agent.side(), colours);
    embedding = new ImpalaGraph(agent, seeing, parameters).embedding(viewInput);
    embedPlan = Plan.forward(embedding);
    Graph remembering = new Graph();
    embeddingInput = remembering.input("embedding", rows(), agent.embedding());
    hiddenInput = remembering.input("hidden", rows(), agent.hidden());
    hidden = new ImpalaGraph(agent, remembering, parameters).memory(embeddingInput, hiddenInput);
    memoryPlan = Plan.forward(hidden);
    Graph reading = new Graph();
    stateInput = reading.input("state", rows(), agent.hidden());
    readout = new ImpalaGraph(agent, reading, parameters).readout(stateInput);
    readPlan = Plan.forward(readout.logits(), readout.value());
  }

  private static float[] start(ImpalaNetwork network, boolean trainable) {
    float[] start = new float[network.architecture().hidden()];
    if (trainable) network.writeInitialHidden(start, 0);
    return start;
  }

  @Override
  public void embed() {
    embedPlan.set(viewInput, inputs());
    embedPlan.forward();
    embedPlan.get(embedding, embeddings(), 0);
  }

  @Override
  public void remember() {
    if (!memoryPlan.has(hiddenInput)) { // without recurrence
      System.arraycopy(embeddings(), 0, states(), 0, states().length);
      return;
    }
    memoryPlan.set(embeddingInput, embeddings());
    memoryPlan.set(hiddenInput, states());
    memoryPlan.forward();
    memoryPlan.get(hidden, states(), 0);
  }

  @Override
  public void read() {
    readPlan.set(stateInput, states());
    readPlan.forward();
    readPlan.get(readout.logits(), outputs(), 0);
    readPlan.get(readout.value(), values(), 0);
  }

  @Override
  public void close() {
    embedPlan.close();
    memoryPlan.close();
    readPlan.close();
  }
}
