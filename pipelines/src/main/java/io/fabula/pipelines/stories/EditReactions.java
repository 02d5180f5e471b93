package io.fabula.pipelines.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.figures.ReactionsToEdits;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the studied agent does more and less often because of edits of a feature. */
final class EditReactions {
  /** Distances at which reactions are told apart, in cells. */
  private static final double[] DISTANCES = {1.2, 2.4, 3.6};

  private EditReactions() {}

  static List<ReactionsToEdits.Reaction> of(
      String feature,
      WorldEditor editor,
      List<EditEffects.Effect> effects,
      BootstrapInterval.Options intervals) {
    List<ReactionsToEdits.Reaction> reactions = new ArrayList<>();
    List<ActionGroup> groups = editor.actionGroups();
    for (EditSpec edit : editor.edits()) {
      if (!edit.feature().equals(feature)) continue;
      for (int near = 0; near <= DISTANCES.length; near++) {
        List<EditEffects.Effect> own = new ArrayList<>();
        for (EditEffects.Effect each : effects) {
          if (each.agent() == 0
              && each.lag() == StorySettings.LAGS - 1
              && each.edit().equals(edit.name())
              && band(each.distance()) == near) {
            own.add(each);
          }
        }
        if (own.stream().map(EditEffects.Effect::level).distinct().count() < 2) continue;
        String where = edit.name() + ", " + words(near);
        for (int g = 0; g < groups.size(); g++) {
          BootstrapInterval change = change(own, g, where, intervals);
          reactions.add(
              new ReactionsToEdits.Reaction(
                  where,
                  own.size(),
                  groups.get(g).name(),
                  change.mean(),
                  change.low(),
                  change.high()));
        }
      }
    }
    return reactions;
  }

  /** 0 for the nearest; what is not in view is the farthest. */
  private static int band(double distance) {
    int band = 0;
    while (band < DISTANCES.length && !(distance < DISTANCES[band])) band++;
    return band;
  }

  private static String words(int band) {
    if (band == 0) return "below " + DISTANCES[0] + " cells";
    if (band == DISTANCES.length) return "from " + DISTANCES[band - 1] + " cells on";
    return DISTANCES[band - 1] + " to " + DISTANCES[band] + " cells";
  }

  private static BootstrapInterval change(
      List<EditEffects.Effect> own, int group, String where, BootstrapInterval.Options intervals) {
    Map<Long, double[]> levels = new TreeMap<>();
    for (EditEffects.Effect each : own) {
      double[] sums = levels.computeIfAbsent(each.level(), level -> new double[2]);
      sums[0] += (double) each.groups()[group] - each.placeboGroups()[group];
      sums[1]++;
    }
    return BootstrapInterval.ofMean(
        levels.values().stream().mapToDouble(sums -> sums[0] / sums[1]).toArray(),
        new BootstrapInterval.Options(
            intervals.level(),
            intervals.draws(),
            Seeds.of(intervals.seed(), "reaction " + where, group)));
  }
}
