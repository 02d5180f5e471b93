package io.fabula.pipelines.studies.actionsets;

import io.fabula.analysis.video.BarPanel;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Picture;
import io.fabula.model.sets.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention above a scene as one bar for each action of the set. Published attention ranks the
 * actions alike for all that look, so a row for each, or arrows from the chosen one, would pretend
 * to know more: bars are means over all that look. Where each action may rank the others its own
 * way, bars are what the chosen one looks at.
 */
public final class AttentionPanel {
  /** Half of a bar's height. */
  private static final double EVEN = 0.5;

  private static final String ALIKE =
      "Bars: how much each action is looked at, mean over all that look, first layer; half of the"
          + " height is an even share, dark is what is taken next. Published attention ranks the"
          + " actions alike for all that look.";
  private static final String OWN =
      "Bars: how much the action that is taken next, the dark one, looks at each, first layer; half"
          + " of the height is an even share. Here each action may rank the others its own way.";

  private AttentionPanel() {}

  /** What stands under such a drawing. */
  public static String caption(Relation relation) {
    return relation == Relation.DYNAMIC_ATTENTION ? OWN : ALIKE;
  }

  /**
   * What is shown of a layer's weights.
   *
   * @param weights row by row, {@code [places, places]}
   * @param size actions of the set, at most {@code places}
   * @param chosen place of the action that is taken
   */
  public static double[] shown(
      Relation relation, float[] weights, int places, int size, int chosen) {
    if (relation != Relation.DYNAMIC_ATTENTION) return lookedAt(weights, places, size);
    double[] row = new double[size];
    for (int j = 0; j < size; j++) row[j] = weights[chosen * places + j];
    return row;
  }

  /** Where an id stands in a set; -1 if it does not. */
  public static int place(ActionSet set, int id) {
    for (int i = 0; i < set.ids().length; i++) if (set.ids()[i] == id) return i;
    return -1;
  }

  private static double[] lookedAt(float[] weights, int places, int size) {
    double[] means = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) means[j] += weights[i * places + j] / (double) size;
    }
    return means;
  }

  /**
   * A scene with the bars above it; half of the height is an even share.
   *
   * @param lookedAt of each action
   * @param names of the actions
   * @param chosen place of the one that is taken; the others are pale
   */
  public static Picture above(
      Picture scene, String title, double[] lookedAt, List<String> names, int chosen) {
    List<BarPanel.Bar> bars = new ArrayList<>();
    for (int i = 0; i < lookedAt.length; i++) {
      double height = Math.min(1, EVEN * lookedAt[i] * lookedAt.length);
      bars.add(new BarPanel.Bar(names.get(i), height, i != chosen));
    }
    return BarPanel.above(scene, title, bars);
  }
}
