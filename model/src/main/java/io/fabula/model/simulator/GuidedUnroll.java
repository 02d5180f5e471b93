package io.fabula.model.simulator;

import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Shaping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A course of events under given actions, such as recorded ones. The environment does not listen to
 * the agent here, so everything but the two recurrent states is computed for all steps at once.
 */
final class GuidedUnroll {
  private GuidedUnroll() {}

  /**
   * Appends the course to the graph of {@code parts}.
   *
   * @param bottleneck {@code [batch, bottleneck]}
   * @param agentStart the agent's state before the first frame, {@code [batch, hidden]}
   * @param actions one-hot {@code [steps * batch, actions]}: row {@code t} leads to frame {@code t}
   * @param frames true frames {@code [steps * batch, side, side, 3]}; null if there are none
   * @param imagine whether stochastic states come from the prior, not from the true frames
   * @param stepwise whether the agent's state is a node of its own at each step, so that gradients
   *     with respect to it can be asked for
   */
  static Unrolled append(
      SimulatorParts parts,
      AgentInLoop agent,
      Node bottleneck,
      Node agentStart,
      Node actions,
      @Nullable Node frames,
      boolean imagine,
      boolean stepwise,
      Draws draws) {
    Graph graph = parts.graph();
    int batch = bottleneck.shape().dim(0);
    int steps = actions.shape().dim(0) / batch;
    int width = parts.size().deterministic();
    Node start = parts.environmentStart(bottleneck);
    Node state = Shaping.slice(start, 1, 0, width);
    Node firstLogits = Shaping.slice(start, 1, width, parts.size().feature());
    Node stochastic = parts.stochastic(firstLogits, draws, 0);
    Node acted = parts.acted(actions);
    Node observed = frames == null ? null : parts.observed(frames);
    if (observed == null && !imagine) {
      throw new IllegalArgumentException("without true frames the simulator must imagine");
    }
    List<Node> before = new ArrayList<>();
    List<Node> states = new ArrayList<>();
    List<Node> stochastics = new ArrayList<>();
    List<Node> drawnFrom = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      before.add(state);
      Node input = parts.cellInput(stochastic, SimulatorParts.step(acted, t, batch));
      state = parts.cell(state, input);
      Node logits =
          imagine || observed == null
              ? parts.prior(state)
              : parts.posterior(state, SimulatorParts.step(observed, t, batch));
      stochastic = parts.stochastic(logits, draws, t + 1);
      states.add(state);
      stochastics.add(stochastic);
      drawnFrom.add(logits);
    }
    Node allStates = rows(states);
    Node allStochastic = rows(stochastics);
    Node prior = imagine ? rows(drawnFrom) : parts.prior(allStates);
    Node posterior = null;
    if (observed != null) {
      posterior = imagine ? parts.posterior(allStates, observed) : rows(drawnFrom);
    }
    Node feature = parts.feature(allStates, allStochastic);
    Node pictures = parts.picture(feature);
    Node images = Elementwise.straightThroughClamp(pictures, 0, 1);
    List<Node> agentStates = new ArrayList<>();
    AgentInLoop.Response response =
        stepwise
            ? steps(graph, agent, images, agentStart, agentStates)
            : agent.block(graph, images, agentStart);
    return new Unrolled(
        bottleneck,
        pictures,
        Steps.together(images),
        stepwise ? Steps.each(agentStates) : Steps.together(response.states()),
        Steps.each(states),
        rows(before),
        response.logProbabilities(),
        Categorical.mode(response.logProbabilities()),
        response.values(),
        parts.reward(feature),
        parts.terminal(feature),
        allStochastic,
        prior,
        posterior);
  }

  private static AgentInLoop.Response steps(
      Graph graph, AgentInLoop agent, Node images, Node start, List<Node> states) {
    int batch = start.shape().dim(0);
    List<Node> logProbabilities = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    Node memory = start;
    for (int t = 0; t < images.shape().dim(0) / batch; t++) {
      AgentInLoop.Response one = agent.step(graph, SimulatorParts.step(images, t, batch), memory);
      memory = one.states();
      states.add(memory);
      logProbabilities.add(one.logProbabilities());
      values.add(one.values());
    }
    return new AgentInLoop.Response(rows(states), rows(logProbabilities), rows(values));
  }

  private static Node rows(List<Node> steps) {
    return Shaping.concat(0, steps.toArray(Node[]::new));
  }
}
