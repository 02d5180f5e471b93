package io.fabula.pipelines.studies.agents;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.figures.LearningCurve;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.model.ppo.PpoLog;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.studies.TrainingTables;
import io.fabula.pipelines.tables.TableReader;
import java.util.ArrayList;
import java.util.List;

/** Draws what agents earned while PPO trained them, out of the logs of their trainings. */
public final class PpoCurves {
  /** Curves are drawn at as many points at most. */
  private static final int POINTS = 200;

  /** As many episodes as the log averages over; before that the mean is of the shortest ones. */
  private static final int SETTLED = 40;

  private PpoCurves() {}

  /**
   * A training.
   *
   * @param agent by whose name and colour its curve is drawn
   * @param seed of the training
   * @param stage that left its log
   */
  public record Training(String agent, long seed, String stage) {}

  /**
   * Draws the mean return of the last 40 episodes over the steps of the world.
   *
   * @param references returns that curves are held against
   * @param seed of the resampling
   */
  public static Figure of(
      FinishWork work,
      List<Training> trainings,
      List<LearningCurve.Reference> references,
      long seed)
      throws Exception {
    List<LearningCurve.Curve> curves = new ArrayList<>();
    for (Training each : trainings) {
      List<double[]> points = new ArrayList<>();
      TableReader.forEach(
          work.input(each.stage()).file(TrainingTables.PART),
          TrainingTables.LOG,
          row ->
              points.add(
                  new double[] {
                    row.longInteger(PpoLog.TIMESTEPS),
                    row.longInteger(PpoLog.NUM_EPISODES) < SETTLED
                        ? Double.NaN
                        : row.numberOrNaN(PpoLog.MEAN_EPISODE_REWARDS)
                  }));
      List<double[]> shown = thinned(points);
      curves.add(
          new LearningCurve.Curve(
              each.agent(),
              "seed " + each.seed(),
              shown.stream().mapToDouble(p -> p[0]).toArray(),
              shown.stream().mapToDouble(p -> p[1]).toArray()));
    }
    return SeedBands.of(
        curves,
        references,
        new SeedBands.Words(
            "learning-curves",
            "Mean return of the last 40 episodes during training",
            "environment steps",
            "mean return"),
        seed);
  }

  /** Evenly, the last one always. */
  private static List<double[]> thinned(List<double[]> points) {
    int step = Math.max(1, (points.size() + POINTS - 1) / POINTS);
    List<double[]> shown = new ArrayList<>();
    for (int i = points.size() - 1; i >= 0; i -= step) shown.add(0, points.get(i));
    return shown;
  }
}
