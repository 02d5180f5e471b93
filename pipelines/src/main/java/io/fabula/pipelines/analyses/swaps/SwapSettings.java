package io.fabula.pipelines.analyses.swaps;

import io.fabula.analysis.causal.DirectionSwap.Replacement;
import io.fabula.pipelines.analyses.saliency.SaliencySettings.DirectionType;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.stages.ShardCount;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Which movement of the agent's memory is exchanged, and where that is tried. */
public record SwapSettings(
    @Meaning("components whose movement is taken away, such as [10, 5]")
        List<String> swapDirectionsFrom,
    @Meaning("components that receive it, one for each, such as [12, None]; None removes it")
        List<String> swapDirectionsTo,
    @Meaning("kind of components: ica (removal is exact) or pca") DirectionType directionType,
    @Meaning("whether those that push value and actions most, and least, are removed one by one")
        boolean controls,
    @Meaning("levels of the real game") int levels,
    @Meaning("seed of the first level; training on unlimited levels hardly ever meets it")
        int firstLevel,
    @Meaning("steps after which an episode is cut off, or 0 for the world's own limit")
        int maxSteps,
    @Meaning("simulated rollouts, the first of those that were recorded") int samples,
    @Meaning("levels or rollouts that one worker takes at a time") int perShard,
    @Meaning("bootstrap draws") int draws)
    implements Serializable {
  private static final String NONE = "None";
  private static final int LONGEST = 6;

  public SwapSettings {
    swapDirectionsFrom = List.copyOf(swapDirectionsFrom);
    swapDirectionsTo = List.copyOf(swapDirectionsTo);
    if (swapDirectionsFrom.size() != swapDirectionsTo.size()) {
      throw new IllegalArgumentException(
          "swap_directions_to must be as many as swap_directions_from, which are %d, got %d"
              .formatted(swapDirectionsFrom.size(), swapDirectionsTo.size()));
    }
    for (String each : swapDirectionsFrom) number("swap_directions_from", each, "");
    for (String each : swapDirectionsTo) {
      if (!each.equals(NONE)) number("swap_directions_to", each, " or None");
    }
    Range.atLeast("levels", levels, 2);
    Range.within("first_level", firstLevel, 0, Integer.MAX_VALUE - (double) levels);
    Range.atLeast("max_steps", maxSteps, 0);
    Range.atLeast("samples", samples, 2);
    Range.atLeast("per_shard", perShard, 1);
    Range.atLeast("draws", draws, 100);
    if (!controls && swapDirectionsFrom.isEmpty()) {
      throw new IllegalArgumentException(
          "controls must be true where swap_directions_from is empty, or nothing is swapped");
    }
  }

  private static int number(String key, String word, String otherwise) {
    if (!word.matches("[0-9]{1," + LONGEST + "}")) {
      throw new IllegalArgumentException(
          "%s must be numbers%s, got %s".formatted(key, otherwise, word));
    }
    return Integer.parseInt(word);
  }

  /** What was asked for; empty if nothing was. */
  List<Replacement> asked() {
    List<Replacement> replacements = new ArrayList<>();
    for (int i = 0; i < swapDirectionsFrom.size(); i++) {
      String to = swapDirectionsTo.get(i);
      replacements.add(
          new Replacement(
              Integer.parseInt(swapDirectionsFrom.get(i)),
              to.equals(NONE) ? Replacement.NOTHING : Integer.parseInt(to)));
    }
    return replacements;
  }

  /** Those among them that receive something, the other way round. */
  List<Replacement> reversed() {
    List<Replacement> replacements = new ArrayList<>();
    for (Replacement each : asked()) {
      if (each.to() != Replacement.NOTHING) {
        replacements.add(new Replacement(each.to(), each.from()));
      }
    }
    return replacements;
  }

  ShardCount split(int items) {
    return new ShardCount(items, perShard);
  }
}
