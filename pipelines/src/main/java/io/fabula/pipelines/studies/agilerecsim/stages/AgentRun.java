package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent with the seed of its training.
 *
 * @param agent which agent
 * @param seed of its training
 */
record AgentRun(AgentName agent, long seed) implements Serializable {
  /** All trainings of some agents, agent by agent. */
  static List<AgentRun> all(List<AgentName> agents, long seed, int seeds) {
    List<AgentRun> all = new ArrayList<>();
    for (AgentName agent : agents) {
      int runs = agent == AgentName.RANDOM ? 1 : seeds;
      for (int i = 0; i < runs; i++) all.add(new AgentRun(agent, seed + i));
    }
    return all;
  }

  String text() {
    return agent.text() + "-" + seed;
  }

  /** Where the trained agent is kept. */
  String file() {
    return "agents/%s.safetensors".formatted(text());
  }
}
