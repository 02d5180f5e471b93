package io.fabula.pipelines.stages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which stages go into one pipeline. */
final class PipelineParts {
  private PipelineParts() {}

  /**
   * One part per kind of machine and level of dependency between kinds, in the order in which they
   * can run; one part in all where all stages need the same kind.
   *
   * @param stale stages in the order of the chain
   */
  static List<List<PlannedStage>> byResource(List<PlannedStage> stale) {
    Map<String, Integer> levels = new HashMap<>();
    Map<String, Resource> resources = new HashMap<>();
    Map<Integer, Map<Resource, List<PlannedStage>>> parts = new TreeMap<>();
    for (PlannedStage each : stale) {
      Resource resource = each.stage().resource();
      int level = 0;
      for (String input : each.stage().inputs()) {
        if (!levels.containsKey(input)) continue;
        int step = resources.get(input) == resource ? 0 : 1;
        level = Math.max(level, levels.get(input) + step);
      }
      levels.put(each.stage().name(), level);
      resources.put(each.stage().name(), resource);
      parts
          .computeIfAbsent(level, key -> new TreeMap<>())
          .computeIfAbsent(resource, key -> new ArrayList<>())
          .add(each);
    }
    return parts.values().stream().flatMap(level -> level.values().stream()).toList();
  }

  /** The first stages apart, as long as all later ones wait for each of them. */
  static List<List<PlannedStage>> firstOnesApart(List<PlannedStage> stale) {
    List<List<PlannedStage>> parts = new ArrayList<>();
    int begin = 0;
    while (begin < stale.size() && allWaitForTheFirst(stale.subList(begin, stale.size()))) {
      parts.add(List.of(stale.get(begin)));
      begin++;
    }
    if (begin < stale.size()) parts.add(stale.subList(begin, stale.size()));
    return parts;
  }

  private static boolean allWaitForTheFirst(List<PlannedStage> stages) {
    Set<String> waiting = new HashSet<>(Set.of(stages.get(0).stage().name()));
    for (PlannedStage each : stages.subList(1, stages.size())) {
      if (each.stage().inputs().stream().noneMatch(waiting::contains)) return false;
      waiting.add(each.stage().name());
    }
    return true;
  }
}
