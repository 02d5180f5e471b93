package io.fabula.pipelines.stories;

import static io.fabula.pipelines.tables.TableWriter.finiteOrMissing;
import static io.fabula.pipelines.tables.TableWriter.orMissing;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.stories.CauseChange;
import io.fabula.analysis.stories.FeatureStory;
import io.fabula.analysis.stories.Relevance;
import io.fabula.analysis.stories.TotalEffect;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The verdicts on causal stories, and what they rest on. */
public final class StoryTables {
  private static final String STORIES_PART = "stories.parquet";
  private static final String CAUSES_PART = "story_causes.parquet";
  private static final String EVIDENCE_PART = "story_evidence.parquet";

  static final TableSchema STORIES =
      new TableSchema(
          "stories",
          1,
          "The story of a feature: what seeing it is worth to the agent, and the verdict.",
          List.of(
              Column.of("feature", Column.Type.STRING).doc("name of the feature"),
              Column.of("description", Column.Type.STRING).doc("what it is"),
              Column.of("placebo", Column.Type.BOOLEAN).doc("whether it is of no use to an agent"),
              Column.of("levels", Column.Type.INT32).doc("levels played"),
              number("base", "mean return of the agent as it is").unit("reward"),
              number("blind", "mean return when it does not see the feature").unit("reward"),
              number("difference", "blind less base").unit("reward"),
              number("low", "lower end of its 95 % interval").unit("reward"),
              number("high", "upper end of its 95 % interval").unit("reward"),
              Column.of("better", Column.Type.INT32).doc("levels that blindness improves"),
              Column.of("worse", Column.Type.INT32).doc("levels that blindness worsens"),
              number("p_adjusted", "of the sign test, adjusted over all features"),
              Column.optional("own_share", Column.Type.DOUBLE)
                  .doc("share of the added failures that belong to the feature"),
              number("length", "mean change of the episodes' length").unit("steps"),
              Column.of("shown", Column.Type.BOOLEAN).doc("the verdict"),
              Column.of("verdict", Column.Type.STRING).doc("the verdict with its reason")));

  static final TableSchema CAUSES =
      new TableSchema(
          "story_causes",
          1,
          "How much more often episodes end by a cause when the agent does not see a feature.",
          List.of(
              Column.of("feature", Column.Type.STRING).doc("name of the feature"),
              Column.of("cause", Column.Type.STRING).doc("why episodes end"),
              Column.of("success", Column.Type.BOOLEAN).doc("whether it completes the task"),
              Column.of("own", Column.Type.BOOLEAN).doc("whether it belongs to the feature"),
              number("base", "share of levels of the agent as it is"),
              number("blind", "share of levels when it does not see the feature"),
              number("low", "lower end of the difference's 95 % interval"),
              number("high", "upper end of the difference's 95 % interval")));

  static final TableSchema EVIDENCE =
      new TableSchema(
          "story_evidence",
          1,
          "A quantity that a story rests on beside what seeing the feature is worth.",
          List.of(
              Column.of("feature", Column.Type.STRING).doc("name of the feature"),
              Column.of("test", Column.Type.STRING).doc("which question it answers"),
              Column.of("about", Column.Type.STRING).doc("of which edit or direction"),
              Column.of("n", Column.Type.INT32).doc("states or levels"),
              Column.optional("value", Column.Type.DOUBLE).doc("the quantity"),
              Column.optional("low", Column.Type.DOUBLE).doc("lower end of its 95 % interval"),
              Column.optional("high", Column.Type.DOUBLE).doc("upper end of its 95 % interval"),
              Column.optional("null_mean", Column.Type.DOUBLE)
                  .doc("mean of what it is compared with"),
              Column.of("null_n", Column.Type.INT32).doc("how many it is compared with"),
              Column.optional("p", Column.Type.DOUBLE).doc("that one more of those is as large")));

  private static Column number(String name, String doc) {
    return Column.of(name, Column.Type.DOUBLE).doc(doc);
  }

  /** A row of the stories' table; see its columns. */
  public record Story(
      String feature,
      String description,
      boolean placebo,
      int levels,
      double base,
      double blind,
      BootstrapInterval difference,
      int better,
      int worse,
      double pAdjusted,
      double ownShare,
      double length,
      boolean shown,
      String verdict) {}

  /** A row of the causes' table; see its columns. */
  public record Cause(
      String feature,
      String cause,
      boolean success,
      boolean own,
      double base,
      double blind,
      double low,
      double high) {}

  /** A row of the evidence's table; see its columns. */
  public record Evidence(
      String feature,
      String test,
      String about,
      int n,
      double value,
      double low,
      double high,
      double nullMean,
      int nullCount,
      double p) {}

  private StoryTables() {}

  static void write(ShardWork work, List<FeatureStory> stories, List<Evidence> more)
      throws Exception {
    work.table(
        STORIES_PART,
        STORIES,
        table -> {
          for (FeatureStory each : stories) {
            TotalEffect total = each.evidence().total();
            table.write(
                each.feature(),
                total.feature().description(),
                total.feature().placebo(),
                total.levels(),
                total.base(),
                total.blind(),
                total.difference().mean(),
                total.difference().low(),
                total.difference().high(),
                total.sign().better(),
                total.sign().worse(),
                each.pTotal(),
                orMissing(total.ownShareOfAddedFailures()),
                total.length().mean(),
                each.finding().isShown(),
                each.verdict());
          }
        });
    work.table(
        CAUSES_PART,
        CAUSES,
        table -> {
          for (FeatureStory each : stories) {
            TotalEffect total = each.evidence().total();
            double levels = total.levels();
            for (CauseChange cause : total.causes()) {
              table.write(
                  each.feature(),
                  cause.cause(),
                  cause.success(),
                  total.feature().causes().contains(cause.cause()),
                  cause.base() / levels,
                  cause.blind() / levels,
                  cause.change().low(),
                  cause.change().high());
            }
          }
        });
    work.table(
        EVIDENCE_PART,
        EVIDENCE,
        table -> {
          for (FeatureStory story : stories) {
            for (Relevance each : story.evidence().edits()) {
              table.write(
                  story.feature(),
                  "the world moves the state",
                  each.edit(),
                  each.states(),
                  finiteOrMissing(each.logRatio().value()),
                  finiteOrMissing(each.logRatio().low()),
                  finiteOrMissing(each.logRatio().high()),
                  finiteOrMissing(Arrays.stream(each.untrained()).average().orElse(Double.NaN)),
                  each.untrained().length,
                  finiteOrMissing(each.pUntrained()));
            }
          }
          for (Evidence each : more) {
            table.write(
                each.feature(),
                each.test(),
                each.about(),
                each.n(),
                finiteOrMissing(each.value()),
                finiteOrMissing(each.low()),
                finiteOrMissing(each.high()),
                finiteOrMissing(each.nullMean()),
                each.nullCount(),
                finiteOrMissing(each.p()));
          }
        });
  }

  /** The stories of an artifact, in the order of the features. */
  public static List<Story> stories(Artifact artifact) {
    List<Story> stories = new ArrayList<>();
    TableReader.forEach(
        artifact.file(STORIES_PART),
        STORIES,
        row ->
            stories.add(
                new Story(
                    row.text("feature"),
                    row.text("description"),
                    row.flag("placebo"),
                    row.integer("levels"),
                    row.number("base"),
                    row.number("blind"),
                    new BootstrapInterval(
                        row.number("difference"),
                        row.number("low"),
                        row.number("high"),
                        0.95,
                        row.integer("levels")),
                    row.integer("better"),
                    row.integer("worse"),
                    row.number("p_adjusted"),
                    row.numberOrNaN("own_share"),
                    row.number("length"),
                    row.flag("shown"),
                    row.text("verdict"))));
    return stories;
  }

  /** Changes of causes, feature by feature. */
  public static List<Cause> causes(Artifact artifact) {
    List<Cause> causes = new ArrayList<>();
    TableReader.forEach(
        artifact.file(CAUSES_PART),
        CAUSES,
        row ->
            causes.add(
                new Cause(
                    row.text("feature"),
                    row.text("cause"),
                    row.flag("success"),
                    row.flag("own"),
                    row.number("base"),
                    row.number("blind"),
                    row.number("low"),
                    row.number("high"))));
    return causes;
  }

  /** What stories rest on beside totals, feature by feature. */
  public static List<Evidence> evidence(Artifact artifact) {
    List<Evidence> evidence = new ArrayList<>();
    TableReader.forEach(
        artifact.file(EVIDENCE_PART),
        EVIDENCE,
        row ->
            evidence.add(
                new Evidence(
                    row.text("feature"),
                    row.text("test"),
                    row.text("about"),
                    row.integer("n"),
                    row.numberOrNaN("value"),
                    row.numberOrNaN("low"),
                    row.numberOrNaN("high"),
                    row.numberOrNaN("null_mean"),
                    row.integer("null_n"),
                    row.numberOrNaN("p"))));
    return evidence;
  }
}
