package io.fabula.pipelines.analyses.extremes;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.clustering.Seriation;
import io.fabula.analysis.figures.FigureData;
import io.fabula.analysis.figures.FrameSheet;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.analysis.figures.MatrixPanels;
import io.fabula.analysis.saliency.LoadingExtrema;
import io.fabula.analysis.video.Clip;
import io.fabula.pipelines.analyses.extremes.ExtremeTables.Correlated;
import io.fabula.pipelines.analyses.extremes.ExtremeTables.Extreme;
import io.fabula.pipelines.datasets.SimulatedFrames;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The figures of extreme rollouts. */
final class ExtremePictures {
  private final FindExtremes.Options options;
  private final Artifact samples;

  ExtremePictures(FindExtremes.Options options, Artifact samples) {
    this.options = options;
    this.samples = samples;
  }

  void draw(
      ShardWork work,
      Sequences components,
      List<Extreme> extremes,
      List<Correlated> correlated,
      Matrix cosines,
      int[] order)
      throws Exception {
    List<String> names = new ArrayList<>();
    for (int c : order) names.add("IC" + c);
    work.figure(
        HeatMap.of(
            Seriation.reordered(cosines, order),
            names,
            names,
            new HeatMap.Words(
                "component-cosines",
                "How alike the directions of components are",
                "Cosine between the directions of two independent components in the space of the"
                    + " agent's state. Similar rows of the correlations below stand beside each"
                    + " other.",
                "independent component",
                "independent component",
                "cosine")));
    work.figure(
        MatrixPanels.of(
            new MatrixPanels.Words(
                "correlations-seriated",
                "Components over time in all rollouts, similar ones beside each other",
                "Mean over all rollouts of one component times another some steps later. Rows and"
                    + " columns are ordered by Ward's tree of the rows of the first matrix.",
                "earlier: independent component",
                "later: independent component",
                "mean\nproduct"),
            names,
            0,
            panels(correlated.get(0), "all rollouts", order)));
    int shown = Math.min(options.extremes().shown(), components.width());
    for (int c = 0; c < shown; c++) {
      drawGroups(work, c, correlated, names, order);
    }
    drawRollouts(work, components, extremes, shown);
  }

  private static List<MatrixPanels.Panel> panels(Correlated each, String row, int[] order) {
    List<MatrixPanels.Panel> panels = new ArrayList<>();
    for (int k = 0; k < each.mean().matrices().size(); k++) {
      String column = k == 0 ? "same step" : k == 1 ? "1 step later" : k + " steps later";
      panels.add(
          new MatrixPanels.Panel(
              row, column, Seriation.reordered(each.mean().matrices().get(k), order)));
    }
    return panels;
  }

  private static void drawGroups(
      ShardWork work, int component, List<Correlated> correlated, List<String> names, int[] order)
      throws Exception {
    List<MatrixPanels.Panel> panels = new ArrayList<>();
    for (Correlated each : correlated) {
      if (each.component() != component) continue;
      String row = "%s (%d)".formatted(each.group(), each.mean().samples());
      panels.addAll(panels(each, row, order));
    }
    if (panels.isEmpty()) return;
    work.figure(
        MatrixPanels.of(
            new MatrixPanels.Words(
                "correlations-ic-" + component,
                "Components over time where IC%d is extreme".formatted(component),
                ("The same over the rollouts in which IC%d is high, middling or low at some step"
                        + " (how many), in the same order. That IC%d itself differs is how they"
                        + " were chosen.")
                    .formatted(component, component),
                "earlier: independent component",
                "later: independent component",
                "mean\nproduct"),
            names,
            0,
            panels));
  }

  /** The rollouts deepest in each group at the step that saliency looks at. */
  private void drawRollouts(ShardWork work, Sequences components, List<Extreme> extremes, int shown)
      throws Exception {
    List<List<Extreme>> drawn = new ArrayList<>();
    Set<Integer> wanted = new TreeSet<>();
    for (int c = 0; c < shown; c++) {
      List<Extreme> own = new ArrayList<>();
      for (LoadingExtrema.Group group : LoadingExtrema.Group.values()) {
        own.addAll(deepest(extremes, c, group));
      }
      for (Extreme each : own) wanted.add(each.sample());
      drawn.add(own);
    }
    if (wanted.isEmpty()) return;
    SimulatedFrames frames = SimulatedFrames.read(samples, wanted);
    List<String> columns = new ArrayList<>();
    for (int t = 0; t < components.steps(); t++) {
      columns.add(t == options.timestep() ? "step " + t + " \u25cf" : "" + t);
    }
    for (int c = 0; c < shown; c++) {
      if (drawn.get(c).isEmpty()) continue;
      List<FrameSheet.Row> rows = new ArrayList<>();
      FigureData data = new FigureData("group", "rollout", "step", "loading");
      for (Extreme each : drawn.get(c)) {
        String label =
            String.format(
                Locale.ROOT,
                "%s: rollout %d (%.1f)",
                each.groupName(),
                each.sample(),
                each.loading());
        byte[] rgb = frames.of(each.sample());
        rows.add(new FrameSheet.Row(label, Clip.of(rgb, frames.side(), frames.side())));
        for (int t = 0; t < components.steps(); t++) {
          data.add(each.groupName(), each.sample(), t, components.get(each.row(), t, c));
        }
      }
      work.sheet(
          new FrameSheet(
              "extremes-ic-" + c,
              "Rollouts in which IC%d is extreme".formatted(c),
              "Simulated rollouts in which IC%d is largest, middling and smallest at step %d (its"
                      .formatted(c, options.timestep())
                  + " value there in brackets), of those that count as high, middle and low.",
              columns,
              rows,
              data));
    }
  }

  private List<Extreme> deepest(List<Extreme> extremes, int component, LoadingExtrema.Group group) {
    Comparator<Extreme> order =
        switch (group) {
          case HIGH -> Comparator.comparingDouble(each -> -each.loading());
          case LOW -> Comparator.comparingDouble(Extreme::loading);
          case MIDDLE -> Comparator.comparingDouble(each -> Math.abs(each.loading()));
        };
    return extremes.stream()
        .filter(each -> each.scope().equals(FindExtremes.SALIENCY_STEP))
        .filter(each -> each.component() == component && each.group() == group)
        .sorted(order.thenComparingInt(Extreme::sample))
        .limit(options.extremes().rollouts())
        .toList();
  }
}
