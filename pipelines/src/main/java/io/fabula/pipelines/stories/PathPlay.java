package io.fabula.pipelines.stories;

import io.fabula.analysis.causal.SignTest;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.analysis.stories.PathShares;
import io.fabula.analysis.stories.PathVariant;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.pipelines.store.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is played of the paths of a feature, and how it is read. */
final class PathPlay {
  /** Paths that are chosen at most. */
  static final int CHOSEN = 2;

  /** Random directions that a path is compared with. */
  static final int RANDOM = 12;

  /** Random planes that two paths together are compared with. */
  static final int PLANES = 6;

  private PathPlay() {}

  /** Whether a feature's total effect is clear enough to look for paths. */
  static boolean worthLooking(Artifact blind, WorldEditor editor, String feature, double level) {
    if (editor.feature(feature).placebo()) return false;
    double[] differences = differences(BlindLevels.read(blind, feature), PlayBlind.BLIND);
    return SignTest.of(differences).pValue() <= level;
  }

  /** Returns of a twin less those of the agent as it is, level by level. */
  static double[] differences(Map<String, List<LevelOutcome>> twins, String twin) {
    List<LevelOutcome> base = twins.getOrDefault(PlayBlind.SEEING, List.of());
    List<LevelOutcome> other = twins.getOrDefault(twin, List.of());
    double[] differences = new double[base.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = other.get(i).undiscounted() - base.get(i).undiscounted();
    }
    return differences;
  }

  static long[] levels(Map<String, List<LevelOutcome>> twins) {
    return twins.getOrDefault(PlayBlind.SEEING, List.of()).stream()
        .mapToLong(LevelOutcome::level)
        .toArray();
  }

  /** All components, and the directions in which edits of the feature move them. */
  static List<PathDirections> candidates(
      Projector projector, WorldEditor editor, String feature, List<EditEffects.Effect> effects) {
    int k = projector.independentCount();
    List<PathDirections> candidates = new ArrayList<>();
    for (int i = 0; i < k; i++) candidates.add(PathDirections.component(i, k));
    for (EditSpec edit : editor.edits()) {
      if (edit.feature().equals(feature)) candidates.addAll(contrasts(edit.name(), effects));
    }
    return candidates;
  }

  /** The directions in which an edit moves the studied agent's components at the last lag. */
  static List<PathDirections> contrasts(String edit, List<EditEffects.Effect> effects) {
    List<float[]> changes = new ArrayList<>();
    for (EditEffects.Effect each : effects) {
      if (each.agent() == 0 && each.lag() == StorySettings.LAGS - 1 && each.edit().equals(edit)) {
        changes.add(each.edited());
      }
    }
    return PathDirections.contrast(edit, changes);
  }

  /** Those of the candidates that carry most on even levels. */
  static List<PathDirections> chosen(
      List<PathDirections> candidates, Artifact choosing, String feature) {
    Map<String, List<LevelOutcome>> twins = BlindLevels.read(choosing, feature);
    if (levels(twins).length == 0) return List.of();
    PathShares shares = new PathShares(levels(twins), differences(twins, PlayBlind.BLIND));
    List<PathVariant> variants = new ArrayList<>();
    for (PathDirections each : candidates) {
      variants.add(new PathVariant(each.name(), differences(twins, each.name())));
    }
    return shares.choose(variants, CHOSEN).stream().map(candidates::get).toList();
  }
}
