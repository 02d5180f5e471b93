package io.fabula.model.simulator;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Gate;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Shaping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A course of events in which the agent acts: it sees the simulated frame, its most probable action
 * moves the simulated environment, and so on. The environment's first state and the first action
 * come from the bottleneck.
 */
final class FreeUnroll {
  private FreeUnroll() {}

  /**
   * Appends the course to the graph of {@code parts}.
   *
   * @param bottleneck {@code [batch, bottleneck]}
   * @param agentStart the agent's state before the first frame, {@code [batch, hidden]}, such as
   *     {@link SimulatorParts#agentStart}
   * @param swap {@code [hidden, hidden]}: what is added to the agent's state for each unit that it
   *     moved in a step, after action and value were read from it; null for nothing
   * @param gate one element: 1 lets gradients pass from the environment to the actions, 0 stops
   *     them
   */
  static Unrolled append(
      SimulatorParts parts,
      AgentInLoop agent,
      Node bottleneck,
      Node agentStart,
      Node gate,
      int steps,
      Draws draws,
      @Nullable Node swap) {
    Graph graph = parts.graph();
    int width = parts.size().deterministic();
    Node start = parts.environmentStart(bottleneck);
    Node state = Shaping.slice(start, 1, 0, width);
    Node firstLogits = Shaping.slice(start, 1, width, parts.size().feature());
    Node stochastic = parts.stochastic(firstLogits, draws, 0);
    Node memory = agentStart;
    Node action = parts.firstAction(bottleneck);
    List<Node> before = new ArrayList<>();
    List<Node> states = new ArrayList<>();
    List<Node> stochastics = new ArrayList<>();
    List<Node> priors = new ArrayList<>();
    List<Node> features = new ArrayList<>();
    List<Node> pictures = new ArrayList<>();
    List<Node> images = new ArrayList<>();
    List<Node> agentStates = new ArrayList<>();
    List<Node> logProbabilities = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    List<Node> actions = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      before.add(state);
      Node acted = parts.acted(Gate.apply(action, gate));
      state = parts.cell(state, parts.cellInput(stochastic, acted));
      Node prior = parts.prior(state);
      stochastic = parts.stochastic(prior, draws, t + 1);
      Node feature = parts.feature(state, stochastic);
      Node picture = parts.picture(feature);
      Node image = Elementwise.straightThroughClamp(picture, 0, 1);
      AgentInLoop.Response response = agent.step(graph, image, memory);
      Node moved = response.states();
      memory =
          swap == null
              ? moved
              : Arithmetic.add(
                  moved, Linear.matmul(Arithmetic.sub(moved, memory), swap, false, true));
      action = Categorical.mode(response.logProbabilities());
      states.add(state);
      stochastics.add(stochastic);
      priors.add(prior);
      features.add(feature);
      pictures.add(picture);
      images.add(image);
      agentStates.add(memory);
      logProbabilities.add(response.logProbabilities());
      values.add(response.values());
      actions.add(action);
    }
    Node feature = rows(features);
    return new Unrolled(
        bottleneck,
        rows(pictures),
        Steps.each(images),
        Steps.each(agentStates),
        Steps.each(states),
        rows(before),
        rows(logProbabilities),
        rows(actions),
        rows(values),
        parts.reward(feature),
        parts.terminal(feature),
        rows(stochastics),
        rows(priors),
        null);
  }

  private static Node rows(List<Node> steps) {
    return Shaping.concat(0, steps.toArray(Node[]::new));
  }
}
