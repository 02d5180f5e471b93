package io.fabula.pipelines.analyses.behaviours;

import io.fabula.envs.Action;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.edits.Sighting;
import io.fabula.pipelines.datasets.EpisodeInfo;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.tables.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A recorded episode, played once more to see what the world knows of it: features near the agent,
 * actions, and how it ends.
 */
final class RealCourse {
  private final EditableWorld world;
  private final MeaningSettings settings;
  private final Object artifact;

  /**
   * @param world in which episodes were recorded
   * @param artifact of the recording, for messages
   */
  RealCourse(EditableWorld world, MeaningSettings settings, Object artifact) {
    this.world = world;
    this.settings = settings;
    this.artifact = artifact;
  }

  /**
   * All marks that a course may have, in the order of {@link #marks}: what is near at its
   * beginning, what the agent does in the steps that count, by what the episode ends within them,
   * and by what it ends at last.
   */
  static List<Mark> known(EditableWorld world) {
    List<Mark> marks = new ArrayList<>();
    for (FeatureSpec each : world.editor().features()) {
      marks.add(new Mark(Mark.SITUATION, "near: " + each.name()));
    }
    for (ActionGroup each : world.editor().actionGroups()) {
      marks.add(new Mark(Mark.ACTIONS, "does: " + each.name()));
    }
    for (EndingCause each : world.editor().causes()) {
      marks.add(new Mark(Mark.OUTCOME, "soon: " + each.name()));
    }
    for (EndingCause each : world.editor().causes()) {
      marks.add(new Mark(Mark.OUTCOME, "ends: " + each.name()));
    }
    return marks;
  }

  /**
   * Plays an episode.
   *
   * @param rows of the episode, the final observation last
   * @param beginnings steps at which simulated rollouts begin, by their ids
   * @return the marks of each, 0..1, by their ids
   * @throws DataProblem if the world does not do what was recorded
   */
  Map<Integer, double[]> marks(
      EpisodeInfo episode, List<Row> rows, SortedMap<Integer, Integer> beginnings) {
    List<FeatureSpec> features = world.editor().features();
    double[][] near = new double[episode.length() + 1][features.size()];
    byte[] seen = new byte[world.spec().observations().size()];
    world.reset(episode.levelSeed());
    for (int t = 0; t <= episode.length(); t++) {
      world.observe(seen, 0);
      if (!Arrays.equals(seen, rows.get(t).bytes("observation"))) throw differs(episode, t);
      for (int f = 0; f < near[t].length; f++) {
        Sighting sighting = world.editor().sight(features.get(f).name());
        near[t][f] = sighting.present() && sighting.distance() <= settings.near() ? 1 : 0;
      }
      if (t == episode.length()) break;
      world.step(Action.of(rows.get(t).integer("action")));
      if (world.done() && t + 1 < episode.length()) throw differs(episode, t + 1);
      if (world.done()) break; // what the world shows after its end was not recorded by playing
    }
    String cause = world.done() ? world.editor().cause().map(EndingCause::name).orElse("") : "";
    Map<Integer, double[]> marks = new LinkedHashMap<>();
    beginnings.forEach((id, t) -> marks.put(id, of(episode, rows, t, near, cause)));
    return marks;
  }

  private double[] of(
      EpisodeInfo episode, List<Row> rows, int begin, double[][] near, String cause) {
    List<Double> marks = new ArrayList<>();
    int end = Math.min(episode.length(), begin + settings.steps());
    for (double each : near[Math.min(begin, episode.length())]) marks.add(each);
    for (ActionGroup each : world.editor().actionGroups()) {
      double count = 0;
      for (int t = begin; t < end; t++) {
        if (each.actions().contains(rows.get(t).integer("action"))) count++;
      }
      marks.add(end > begin ? count / (end - begin) : 0);
    }
    boolean soon = begin + settings.steps() >= episode.length();
    for (EndingCause each : world.editor().causes()) {
      marks.add(soon && each.name().equals(cause) ? 1.0 : 0.0);
    }
    for (EndingCause each : world.editor().causes()) {
      marks.add(each.name().equals(cause) ? 1.0 : 0.0);
    }
    return marks.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private DataProblem differs(EpisodeInfo episode, int t) {
    return new DataProblem(
        artifact,
        "the world does not do once more what was recorded in episode %d at step %d"
            .formatted(episode.episode(), t),
        "record again with the world as it is now");
  }
}
