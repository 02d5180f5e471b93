package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.figures.LearningCurve;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.util.ArrayList;
import java.util.List;

/**
 * How both trainings went.
 *
 * @param trained artifact of the policy for the task
 * @param manipulation artifact of the policy for the variable
 * @param milestone the event that was followed
 */
record LearningFigures(Artifact trained, Artifact manipulation, String milestone) {
  private static final int POINTS = 200;

  void draw(FinishWork work, int seeds) throws Exception {
    List<LearningCurve.Curve> goal = new ArrayList<>();
    List<LearningCurve.Curve> event = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      List<Row> first = log(trained, TrainPolicy.LOG, seed);
      List<Row> second = log(manipulation, TrainManipulation.LOG, seed);
      goal.add(curve("success", seed, first, "success"));
      goal.add(curve(milestone, seed, first, "milestone"));
      event.add(curve("variable fired, trained for it", seed, second, "success"));
      event.add(curve(milestone + ", trained for the task", seed, first, "milestone"));
    }
    double taken = trained.manifest().options().path("policy").path("taken_at").asDouble();
    work.figure(
        SeedBands.of(
            goal,
            List.of(new LearningCurve.Reference("policy taken", taken)),
            new SeedBands.Words(
                "training", "Training for the task", "steps of all worlds", "share of episodes"),
            0));
    work.figure(
        SeedBands.of(
            event,
            List.of(),
            new SeedBands.Words(
                "manipulation",
                "Making the variable happen",
                "steps of all worlds",
                "share of episodes"),
            0));
  }

  private static List<Row> log(Artifact artifact, String part, int seed) {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(SeedShards.file(artifact, part, seed, "parquet"), Agents.LOG, rows::add);
    return rows;
  }

  private static LearningCurve.Curve curve(String series, int seed, List<Row> rows, String column) {
    int stride = Math.max(1, rows.size() / POINTS);
    List<Row> drawn = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += stride) drawn.add(rows.get(i));
    return new LearningCurve.Curve(
        series,
        "seed " + seed,
        drawn.stream().mapToDouble(row -> row.longInteger("steps")).toArray(),
        drawn.stream().mapToDouble(row -> row.number(column)).toArray());
  }
}
