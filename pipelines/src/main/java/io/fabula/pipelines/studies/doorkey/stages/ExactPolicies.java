package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.model.mlp.MlpNetwork;
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

  /** Names of the events, in order. */
  public static List<String> events() {
    List<String> names = new ArrayList<>();
    for (DoorKeyEvent each : DoorKeyEvent.values()) names.add(RecordEpisodes.name(each));
    return names;
  }

  /**
   * Computes the values of uniform play and of the policies of some artifacts' first seeds.
   *
   * @param size cells per side
   * @param artifacts artifacts of stages that train policies, by the policies' names
   * @throws IOException if a policy cannot be read
   */
  public static List<Values> of(int size, Map<String, Optional<Artifact>> artifacts)
      throws IOException {
    ExactDoorKey exact = new ExactDoorKey(size);
    List<Values> all = new ArrayList<>();
    all.add(values("uniform", exact, exact.table.uniformPolicy()));
    for (Map.Entry<String, Optional<Artifact>> each : artifacts.entrySet()) {
      if (each.getValue().isEmpty()) continue;
      try (MlpNetwork network =
          Agents.load(
              SeedShards.file(each.getValue().get(), TrainPolicy.AGENT, 0, "safetensors"), size)) {
        all.add(values(each.getKey(), exact, exact.policy(network)));
      }
    }
    return all;
  }

  private static Values values(String name, ExactDoorKey exact, double[] policy) {
    List<EventSums> sums = new ExactEvaluation(exact.table, policy).evaluate(exact.events(), 1);
    return new Values(
        name,
        new ExactEvaluation(exact.model.successTable(), policy).value(1),
        sums.get(0).value(),
        sums.stream().map(EventSums::fired).toList());
  }
}
