package io.fabula.pipelines.studies.agilecreate.stages;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Numbers that stand for some episodes: {@link EvaluateTools#MEASURES}. */
record ToolMeasures(List<ToolEpisodes.Played> episodes) {
  static ToolMeasures of(List<ToolEpisodes.Played> episodes) {
    return new ToolMeasures(episodes);
  }

  /** One of the measures; a mean over the episodes, and of choices over all choices. */
  double value(String measure) {
    return switch (measure) {
      case "return" -> mean(each -> each.report().earned());
      case "goal_hit" -> mean(each -> each.report().goalHit() ? 1 : 0);
      case "target_hit" -> mean(each -> each.report().targetHit() ? 1 : 0);
      case "activations" -> mean(each -> each.report().activations());
      case "matched" -> {
        double tools = sum(ToolEpisodes.Played::tools);
        yield tools == 0 ? 0 : sum(ToolEpisodes.Played::matched) / tools;
      }
      default -> throw new IllegalArgumentException("there is no measure " + measure);
    };
  }

  private double mean(ToDoubleFunction<ToolEpisodes.Played> number) {
    return sum(number) / episodes.size();
  }

  private double sum(ToDoubleFunction<ToolEpisodes.Played> number) {
    return episodes.stream().mapToDouble(number).sum();
  }
}
