package io.fabula.model.simulator;

import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Shaping;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaGraph;
import io.fabula.model.impala.ImpalaNetwork;
import java.util.Arrays;

/** A trained agent inside the simulator; it must stay open as long as plans use it. */
public final class FrozenAgent implements AgentInLoop {
  private final ImpalaArchitecture architecture;
  private final Parameters parameters;

  /** Puts {@code agent} behind glass: plans read its weights and never change them. */
  public FrozenAgent(ImpalaNetwork agent) {
    architecture = agent.architecture();
    parameters = agent.parameters().frozen();
  }

  @Override
  public int frameSide() {
    return architecture.side();
  }

  @Override
  public int hidden() {
    return architecture.hidden();
  }

  @Override
  public int actions() {
    return architecture.actions();
  }

  @Override
  public Response step(Graph graph, Node frames, Node state) {
    return response(new ImpalaGraph(architecture, graph, parameters).step(frames, state));
  }

  @Override
  public Response block(Graph graph, Node frames, Node start) {
    int batch = start.shape().dim(0);
    int steps = frames.shape().dim(0) / batch;
    float[] ones = new float[steps * batch];
    Arrays.fill(ones, 1);
    Node masks = graph.constant(ones, steps, batch);
    return response(
        new ImpalaGraph(architecture, graph, parameters).block(frames, masks, start, false));
  }

  private static Response response(ImpalaGraph.Outputs outputs) {
    return new Response(
        outputs.hidden(),
        Categorical.logSoftmax(outputs.logits()),
        Shaping.flatten(outputs.value(), 0));
  }
}
