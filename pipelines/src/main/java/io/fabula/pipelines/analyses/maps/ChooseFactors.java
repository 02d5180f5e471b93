package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import io.fabula.analysis.decomposition.FactorCrossValidation;
import io.fabula.analysis.decomposition.FactorCrossValidation.Fold;
import io.fabula.analysis.figures.LinePanels;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How many non-negative factors the agent's states have: numbers that are hidden from the fit are
 * predicted by it, for several numbers of factors.
 *
 * @param name of the stage
 * @param rollouts the stage that records the agent
 * @param options what is tried
 */
public record ChooseFactors(String name, String rollouts, Options options) implements Stage {
  /**
   * What decides the fits beside the recorded states.
   *
   * @param seed root seed
   * @param episodes most recorded episodes that are looked at
   * @param choice what is tried
   */
  public record Options(long seed, int episodes, FactorChoiceSettings choice)
      implements Serializable {}

  private static final TableSchema FOLDS =
      new TableSchema(
          "nmf_folds",
          1,
          "A fit of non-negative factors with hidden numbers.",
          List.of(
              Column.of("factors", Column.Type.INT16).doc("factors of the fit"),
              Column.of("fold", Column.Type.INT16).doc("which numbers were hidden, from 0"),
              Column.of("shown_error", Column.Type.DOUBLE)
                  .doc("root mean squared error of the numbers that the fit saw"),
              Column.of("hidden_error", Column.Type.DOUBLE).doc("the same of the hidden numbers")));

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(rollouts);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    FactorChoiceSettings choice = options.choice();
    Matrix hidden = WatchedSteps.read(work.input(rollouts), options.episodes()).hidden();
    long seed = Seeds.of(options.seed(), "factor choice");
    Matrix rows = hidden.selectRows(RowSample.choose(hidden.rows(), choice.rows(), seed));
    List<Integer> counts =
        choice.factors().stream()
            .map(each -> Math.min(each, hidden.columns()))
            .distinct()
            .sorted()
            .toList();
    List<Long> seeds =
        LongStream.range(0, choice.seeds()).mapToObj(i -> Seeds.of(seed, "fold", i)).toList();
    List<Fold> folds = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      folds.addAll(
          FactorCrossValidation.of(
                  rows,
                  new FactorCrossValidation.Options(
                      List.of(counts.get(i)), seeds, choice.hidden(), choice.sweeps()))
              .folds());
      work.progress(i + 1, counts.size(), "numbers of factors");
    }
    FactorCrossValidation found = new FactorCrossValidation(folds);
    work.table(
        "nmf_folds.parquet",
        FOLDS,
        table -> {
          for (Fold each : folds) {
            table.write(
                each.factors(), seeds.indexOf(each.seed()), each.shownError(), each.hiddenError());
          }
        });
    draw(work, found, counts);
    work.metric("rows", rows.rows());
    work.metric("best_factors", found.best());
    work.metric("hidden_error", found.hiddenError(found.best()));
    work.metric("deviation", deviation(rows));
  }

  private static void draw(ShardWork work, FactorCrossValidation found, List<Integer> counts)
      throws Exception {
    double[] x = counts.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] shown = new double[x.length];
    double[] hidden = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int count = counts.get(i);
      hidden[i] = found.hiddenError(count);
      shown[i] =
          found.folds().stream()
              .filter(each -> each.factors() == count)
              .mapToDouble(Fold::shownError)
              .average()
              .orElse(Double.NaN);
    }
    String panel = "errors";
    work.figure(
        LinePanels.of(
            new LinePanels.Words(
                "factor-choice",
                "How many non-negative factors the states have",
                "Root mean squared error of numbers that a fit saw and of those that were hidden"
                    + " from it, means over the fits; best is the number of factors with the least"
                    + " error of hidden ones (%d).".formatted(found.best()),
                "factors",
                "error"),
            List.of(
                new LinePanels.Line(panel, "shown numbers", x, shown),
                new LinePanels.Line(panel, "hidden numbers", x, hidden)),
            null));
  }

  /** Root of the mean variance of the columns: the error of predicting each column's mean. */
  private static double deviation(Matrix rows) {
    double sum = 0;
    for (double each : rows.columnVariances()) sum += each;
    return Math.sqrt(sum / rows.columns());
  }
}
