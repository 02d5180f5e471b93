package io.fabula.pipelines.studies.actionsets;

import io.fabula.analysis.video.BarPanel;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention above a scene as one bar for each action of the set: how much it is looked at, as a
 * mean over all that look. Published attention ranks the actions alike for all of them, so a row
 * for each, or arrows from the chosen one, would pretend to know more.
 */
public final class AttentionPanel {
  /** Half of a bar's height. */
  private static final double EVEN = 0.5;

  /** What stands under such a drawing. */
  public static final String CAPTION =
      "Bars: how much each action is looked at, mean over all that look, first layer; half of the"
          + " height is an even share, dark is what is taken next. Published attention ranks the"
          + " actions alike for all that look.";

  private AttentionPanel() {}

  /** Where an id stands in a set; -1 if it does not. */
  public static int place(ActionSet set, int id) {
    for (int i = 0; i < set.ids().length; i++) if (set.ids()[i] == id) return i;
    return -1;
  }

  /**
   * The mean weight on each action.
   *
   * @param weights of a layer, row by row, {@code [places, places]}
   * @param size actions of the set, at most {@code places}
   */
  public static double[] lookedAt(float[] weights, int places, int size) {
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
