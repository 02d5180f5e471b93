package io.fabula.model.workloads;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaGraph;
import io.fabula.model.impala.ImpalaNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One step of an agent for a batch of frames: raw logits, values and next hidden states. */
public final class AgentForward implements Workload {
  private static final float BRIGHTEST = 255;

  private final ImpalaNetwork network;
  private final Plan plan;
  private final Node view;
  private final Node hidden;
  private final ImpalaGraph.Outputs outputs;
  private final byte[] frames;
  private final float[] hiddenIn;
  private final float[] hiddenOut;
  private final float[] logits;
  private final float[] values;

  /**
   * @param agent must see whole frames
   * @param batch frames in one run
   */
  public AgentForward(ImpalaArchitecture agent, int batch) {
    if (agent.pool() != 1) {
      throw new IllegalArgumentException("agent must see whole frames, pool is " + agent.pool());
    }
    network = ImpalaNetwork.create(agent, 0);
    HashTensors.fill(network.parameters());
    Graph graph = new Graph();
    int side = agent.side();
    view = graph.input("view", batch, side, side, ImpalaArchitecture.COLOURS);
    hidden = graph.input("hidden", batch, agent.hidden());
    outputs = new ImpalaGraph(agent, graph, network.parameters()).step(view, hidden);
    plan = Plan.forward(outputs.logits(), outputs.value(), outputs.hidden());
    frames = new byte[batch * agent.inputSize()];
    byte[][] each = HashTensors.frames("frames", batch, side);
    for (int n = 0; n < batch; n++) {
      System.arraycopy(each[n], 0, frames, n * agent.inputSize(), agent.inputSize());
    }
    hiddenIn = HashTensors.values("hidden", batch * agent.hidden(), 0.5);
    hiddenOut = new float[hiddenIn.length];
    logits = new float[batch * agent.actions()];
    values = new float[batch];
  }

  @Override
  public void run() {
    plan.setBytes(view, frames, 0, 1 / BRIGHTEST);
    plan.set(hidden, hiddenIn, 0);
    plan.forward();
    plan.get(outputs.logits(), logits, 0);
    plan.get(outputs.value(), values, 0);
    plan.get(outputs.hidden(), hiddenOut, 0);
  }

  @Override
  public ReferenceOutputs evidence() {
    Map<String, ReferenceOutputs.Trace> tensors = new LinkedHashMap<>();
    tensors.put("logits", ReferenceOutputs.Trace.of("logits", logits));
    tensors.put("value", ReferenceOutputs.Trace.of("value", values));
    tensors.put("hidden", ReferenceOutputs.Trace.of("hidden", hiddenOut));
    return new ReferenceOutputs(Map.of(), tensors);
  }

  @Override
  public List<String> profile(int runs) {
    return plan.profile(runs);
  }

  @Override
  public void close() {
    plan.close();
    network.close();
  }
}
