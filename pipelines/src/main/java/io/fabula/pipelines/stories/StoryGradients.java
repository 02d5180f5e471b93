package io.fabula.pipelines.stories;

import static io.fabula.pipelines.tables.TableWriter.orMissing;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.figures.GradientsAgainstPushes;
import io.fabula.analysis.stories.FeatureStory;
import io.fabula.analysis.stories.GradientAgreement;
import io.fabula.analysis.stories.StoryPath;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a simulator's gradients hold against real pushes, of all components and of paths. */
public final class StoryGradients {
  /** In the place of a direction: all components, each on each other. */
  public static final String ALL = "all components";

  /** The steps after a push at which a simulator must hold to confirm a path. */
  private static final List<Integer> DECISIVE = List.of(1, 2);

  private static final double LARGEST_P = 0.05;
  private static final String PART = "story_gradients.parquet";

  private static final TableSchema SCHEMA =
      new TableSchema(
          "story_gradients",
          1,
          "How well a simulator's gradients foretell real pushes along a direction.",
          List.of(
              Column.of("feature", Column.Type.STRING)
                  .doc("whose path it is; empty for all components"),
              Column.of("path", Column.Type.STRING).doc("the direction, or all components"),
              Column.of("lag", Column.Type.INT8).doc("steps from the push"),
              Column.of("samples", Column.Type.INT32).doc("recorded beginnings"),
              Column.optional("correlation", Column.Type.DOUBLE)
                  .doc("between mean gradients and mean real changes, over entries"),
              Column.optional("low", Column.Type.DOUBLE).doc("lower end of its 95 % interval"),
              Column.optional("high", Column.Type.DOUBLE).doc("upper end of its 95 % interval"),
              Column.optional("slope", Column.Type.DOUBLE)
                  .doc("of the real change on the gradient"),
              Column.optional("signs", Column.Type.DOUBLE).doc("share of entries of equal sign"),
              Column.optional("p_signs", Column.Type.DOUBLE)
                  .doc("of the signs between components, against relabelled ones"),
              Column.of("confirms", Column.Type.BOOLEAN)
                  .doc("correlation at least 0.9, and p of the signs at most 0.05, here")));

  /** A row of the table; see its columns. */
  public record Row(String feature, String path, GradientAgreement agreement, boolean confirms) {
    /** Whether the verdict on a path rests on it. */
    public boolean decisive() {
      return DECISIVE.contains(agreement.lag());
    }
  }

  private StoryGradients() {}

  /** Compares, and writes table and figure; empty where there is no simulator. */
  static void tell(
      ShardWork work,
      @Nullable String gradients,
      List<FeatureStory> stories,
      BootstrapInterval.Options intervals)
      throws Exception {
    List<Row> rows = new ArrayList<>();
    if (gradients != null) {
      List<GradientEffects.Effect> effects = GradientEffects.read(work.input(gradients));
      rows.addAll(rows(effects, stories, intervals));
      draw(work, effects);
    }
    work.table(
        PART,
        SCHEMA,
        table -> {
          for (Row each : rows) {
            GradientAgreement found = each.agreement();
            table.write(
                each.feature(),
                each.path(),
                found.lag(),
                found.samples(),
                orMissing(found.correlation()),
                orMissing(found.low()),
                orMissing(found.high()),
                orMissing(found.slope()),
                orMissing(found.signs()),
                orMissing(found.pSigns()),
                each.confirms());
          }
        });
  }

  static List<Row> rows(
      List<GradientEffects.Effect> effects,
      List<FeatureStory> stories,
      BootstrapInterval.Options intervals) {
    List<String> directions = GradientEffects.directions(effects);
    List<Row> rows = new ArrayList<>();
    for (int lag : GradientEffects.LAGS) {
      List<GradientAgreement.Sample> samples = GradientEffects.samples(effects, lag);
      if (samples.isEmpty()) continue;
      int k = samples.get(0).pushes()[0].length;
      GradientAgreement all = GradientAgreement.ofComponents(lag, samples, k, intervals);
      boolean signs = all.pSigns() <= LARGEST_P;
      rows.add(new Row("", ALL, all, all.confirms() && signs));
      for (FeatureStory story : stories) {
        for (StoryPath path : story.paths()) {
          String name = path.estimate().name();
          int direction = directions.indexOf(name);
          if (direction < 0) continue;
          GradientAgreement own =
              GradientAgreement.ofDirection(lag, samples, direction, k, intervals);
          rows.add(new Row(story.feature(), name, own, own.confirms() && signs));
        }
      }
    }
    return rows;
  }

  private static void draw(ShardWork work, List<GradientEffects.Effect> effects) throws Exception {
    List<GradientsAgainstPushes.Entry> entries = new ArrayList<>();
    List<String> directions = GradientEffects.directions(effects);
    for (int lag : GradientEffects.LAGS) {
      List<GradientAgreement.Sample> samples = GradientEffects.samples(effects, lag);
      if (samples.isEmpty()) continue;
      int k = samples.get(0).pushes()[0].length;
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          if (i == j) continue;
          double gradient = 0;
          double push = 0;
          for (GradientAgreement.Sample each : samples) {
            gradient += each.gradients()[i][j] / samples.size();
            push += each.pushes()[i][j] / samples.size();
          }
          entries.add(
              new GradientsAgainstPushes.Entry(
                  lag, samples.size(), directions.get(i), directions.get(j), gradient, push));
        }
      }
    }
    if (!entries.isEmpty()) work.figure(GradientsAgainstPushes.of(entries));
  }

  /** The rows of an artifact; none where there was no simulator. */
  public static List<Row> read(Artifact artifact) {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(
        artifact.file(PART),
        SCHEMA,
        row ->
            rows.add(
                new Row(
                    row.text("feature"),
                    row.text("path"),
                    new GradientAgreement(
                        row.integer("lag"),
                        row.integer("samples"),
                        row.numberOrNaN("correlation"),
                        row.numberOrNaN("low"),
                        row.numberOrNaN("high"),
                        row.numberOrNaN("slope"),
                        row.numberOrNaN("signs"),
                        row.numberOrNaN("p_signs")),
                    row.flag("confirms"))));
    return rows;
  }
}
