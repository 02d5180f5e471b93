package io.fabula.pipelines.studies.agilerecsim.originals;

import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import java.util.Locale;

/**
 * Which agent the original options mean. Numbers of {@code agent_standardRL_type} have the meaning
 * that they have in the original code; its README exchanges them.
 *
 * @param text value of an option, or what is given where it is missing
 * @param flag the same of a truth value
 */
record AgentChoice(Text text, Flag flag) {
  /** Gives the value of an option. */
  interface Text {
    String of(String name, String otherwise);
  }

  /** Gives a truth value. */
  interface Flag {
    boolean of(String name, boolean otherwise);
  }

  AgentName name() {
    String type = text.of("agent_type", "gcdqn").toLowerCase(Locale.ROOT);
    boolean shared = flag.of("q_net_if_share_weight", true);
    return switch (type) {
      case "random" -> AgentName.RANDOM;
      case "dqn" -> AgentName.DQN;
      case "cdqn" -> shared ? AgentName.UTILITY : AgentName.SEPARATE;
      case "gcdqn" -> cascade();
      default ->
          throw new UsageProblem(
              "--agent_type must be random, dqn, cdqn or gcdqn, got " + Shown.value(type));
    };
  }

  private AgentName cascade() {
    String standard = text.of("agent_standardRL_type", "none").toLowerCase(Locale.ROOT);
    switch (standard) {
      case "none" -> {}
      case "1", "mask_output" -> {
        return AgentName.MASK_OUTPUT;
      }
      case "2", "mask_input_output" -> {
        return AgentName.MASK_INPUT_OUTPUT;
      }
      default ->
          throw new UsageProblem(
              "--agent_standardRL_type must be None, 1 (mask_output) or 2 (mask_input_output), got "
                  + Shown.value(standard));
    }
    if (flag.of("gcdqn_no_graph", true)) return AgentName.UTILITY;
    String summary = text.of("action_summarizer", "none");
    String graph = text.of("graph_type", "none");
    boolean nodes = flag.of("if_e_node", false);
    return switch (summary) {
      case "lstm" -> alone(AgentName.SUMMARY_LSTM, graph, nodes);
      case "deep_set", "deepSet" -> alone(AgentName.SUMMARY_DEEP_SET, graph, nodes);
      case "gnn" -> related(graph, nodes);
      default ->
          throw new UsageProblem(
              "--action_summarizer must be gnn, lstm or deep_set where --gcdqn_no_graph=False, got "
                  + Shown.value(summary));
    };
  }

  private static AgentName alone(AgentName agent, String graph, boolean nodes) {
    if (!graph.equals("none") || nodes) {
      throw new UsageProblem(
          "%s has neither --graph_type nor --if_e_node=True".formatted(agent.text()));
    }
    return agent;
  }

  private AgentName related(String graph, boolean nodes) {
    boolean itemsAlone = flag.of("summarizer_use_only_action", false);
    return switch (graph) {
      case "gat2" -> {
        if (!nodes) yield AgentName.SUMMARY_GAT;
        yield itemsAlone ? AgentName.AGILE_ONLY_ACTION : AgentName.AGILE;
      }
      case "gcn" -> {
        if (!nodes || itemsAlone) {
          throw new UsageProblem(
              "--graph_type=gcn needs --if_e_node=True and --summarizer_use_only_action=False");
        }
        yield AgentName.AGILE_GCN;
      }
      default ->
          throw new UsageProblem("--graph_type must be gat2 or gcn, got " + Shown.value(graph));
    };
  }
}
