package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exact values of policies by dynamic programming, for people. */
public final class ExactPolicies {
  private ExactPolicies() {}

  /** A policy: probability of the goal, expected return, and probability of each named event. */
  public record Values(String policy, double success, double value, List<Double> fired) {}

  /**
   * Computes the values of uniform play and of the policies of some artifacts' first seeds.
   *
   * @param worlds where everything is exact
   * @param artifacts artifacts of stages that train policies, by the policies' names
   * @throws IOException if a policy cannot be read
   */
  public static List<Values> of(ObjectWorlds worlds, Map<String, Optional<Artifact>> artifacts)
      throws IOException {
    PolicyTables exact = PolicyTables.of(worlds);
    List<Values> all = new ArrayList<>();
    all.add(values("uniform", exact, exact.table().uniformPolicy()));
    for (Map.Entry<String, Optional<Artifact>> each : artifacts.entrySet()) {
      if (each.getValue().isEmpty()) continue;
      try (LearnableNetwork network =
          Agents.load(each.getValue().get(), TrainPolicy.AGENT, 0, worlds)) {
        all.add(values(each.getKey(), exact, exact.policy(network)));
      }
    }
    return all;
  }

  private static Values values(String name, PolicyTables exact, double[] policy) {
    List<EventSums> sums = new ExactEvaluation(exact.table(), policy).evaluate(exact.events(), 1);
    return new Values(
        name,
        new ExactEvaluation(exact.states().successTable(), policy).value(1),
        sums.get(0).value(),
        sums.stream().map(EventSums::fired).toList());
  }
}
