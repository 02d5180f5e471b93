package io.fabula.pipelines.stages;

import java.util.List;

/** What would run and why, inputs before what reads them. */
public record Plan(List<PlannedStage> stages) {
  public Plan {
    stages = List.copyOf(stages);
  }

  /** The stages that have to run. */
  public List<PlannedStage> stale() {
    return stages.stream().filter(PlannedStage::stale).toList();
  }

  /** One line per stage: name, signature, hit or miss, and the reason, shortened. */
  public List<String> lines() {
    int width = stages.stream().mapToInt(each -> each.stage().name().length()).max().orElse(0);
    return stages.stream()
        .map(
            each ->
                ("%-" + Math.max(1, width) + "s  %s  %s")
                    .formatted(each.stage().name(), each.signature(), describe(each.verdict())))
        .toList();
  }

  private static String describe(Verdict verdict) {
    return verdict instanceof Verdict.Miss miss ? "run: " + miss.brief() : "up to date";
  }
}
