package io.fabula.pipelines.stories;

import static io.fabula.pipelines.tables.TableWriter.finiteOrMissing;
import static io.fabula.pipelines.tables.TableWriter.orMissing;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.figures.PathShareFigure;
import io.fabula.analysis.stories.FeatureStory;
import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.analysis.stories.PathEstimate;
import io.fabula.analysis.stories.PathShares;
import io.fabula.analysis.stories.PathVariant;
import io.fabula.analysis.stories.RatioInterval;
import io.fabula.analysis.stories.StoryPath;
import io.fabula.analysis.stories.StoryRule;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The paths of stories: what was played of them, and what it says. */
public final class StoryPaths {
  private static final String PART = "story_paths.parquet";

  /** What a row of the table is about. */
  public enum Kind {
    /** A candidate on the levels on which paths are chosen. */
    CANDIDATE,
    /** A chosen direction on other levels. */
    CHOSEN,
    /** The chosen directions together. */
    TOGETHER,
    /** What is lost when only the chosen directions still see the feature. */
    REVERSE,
    /** All components. */
    ALL
  }

  static final TableSchema SCHEMA =
      new TableSchema(
          "story_paths",
          1,
          "How much of what seeing a feature is worth goes through directions of the state.",
          List.of(
              Column.of("feature", Column.Type.STRING).doc("name of the feature"),
              Column.of("path", Column.Type.STRING).doc("the directions"),
              Column.of("kind", Column.Type.STRING)
                  .doc("candidate, chosen, together, reverse or all"),
              Column.of("levels", Column.Type.INT32).doc("levels that it was measured on"),
              Column.optional("share", Column.Type.DOUBLE).doc("share of the total effect"),
              Column.optional("low", Column.Type.DOUBLE).doc("lower end of its 95 % interval"),
              Column.optional("high", Column.Type.DOUBLE).doc("upper end of its 95 % interval"),
              Column.of("random", Column.Type.INT32)
                  .doc("random directions that it is compared with"),
              Column.optional("random_mean", Column.Type.DOUBLE).doc("mean of their shares"),
              Column.optional("random_deviation", Column.Type.DOUBLE)
                  .doc("standard deviation of their shares"),
              Column.optional("random_largest", Column.Type.DOUBLE).doc("largest of their shares"),
              Column.optional("p_random", Column.Type.DOUBLE)
                  .doc("that a random direction carries as much; adjusted where it is judged"),
              Column.of("shown", Column.Type.BOOLEAN).doc("the verdict, of chosen directions"),
              Column.of("verdict", Column.Type.STRING)
                  .doc("the verdict with its reason; empty where nothing is judged")));

  /** A row of the table; see its columns. */
  public record Path(
      String feature,
      String path,
      Kind kind,
      RatioInterval share,
      int random,
      double randomMean,
      double randomDeviation,
      double randomLargest,
      double pRandom,
      boolean shown,
      String verdict) {}

  /**
   * A story, judged with its paths.
   *
   * @param story with its paths
   * @param paths the rows that say how
   * @param random shares of the single random directions on odd levels
   */
  record JudgedPaths(FeatureStory story, List<Path> paths, List<Double> random) {}

  private final Map<String, List<LevelOutcome>> even;
  private final Map<String, List<LevelOutcome>> odd;
  private final PathShares shares;
  private final BootstrapInterval.Options intervals;

  private StoryPaths(
      Map<String, List<LevelOutcome>> even,
      Map<String, List<LevelOutcome>> odd,
      BootstrapInterval.Options intervals) {
    this.even = even;
    this.odd = odd;
    this.intervals = intervals;
    shares =
        new PathShares(
            joined(PathPlay.levels(even), PathPlay.levels(odd)), differences(PlayBlind.BLIND));
  }

  /**
   * Judges the paths of a story.
   *
   * @param choosing candidates on even levels
   * @param confirming chosen ones on odd levels
   */
  static JudgedPaths tell(
      FeatureStory story,
      StoryRule rule,
      Artifact choosing,
      Artifact confirming,
      BootstrapInterval.Options intervals) {
    Map<String, List<LevelOutcome>> even = BlindLevels.read(choosing, story.feature());
    Map<String, List<LevelOutcome>> odd = BlindLevels.read(confirming, story.feature());
    return tell(story, rule, even, odd, intervals);
  }

  /**
   * Judges the paths of a story.
   *
   * @param even what was played to choose, by the names of the twins
   * @param odd what was played to confirm
   */
  static JudgedPaths tell(
      FeatureStory story,
      StoryRule rule,
      Map<String, List<LevelOutcome>> even,
      Map<String, List<LevelOutcome>> odd,
      BootstrapInterval.Options intervals) {
    if (PathPlay.levels(even).length < 2 || PathPlay.levels(odd).length < 2) {
      return new JudgedPaths(story, List.of(), List.of());
    }
    BootstrapInterval.Options own =
        new BootstrapInterval.Options(
            intervals.level(),
            intervals.draws(),
            Seeds.of(intervals.seed(), "paths " + story.feature()));
    return new StoryPaths(even, odd, own).tell(story, rule);
  }

  private JudgedPaths tell(FeatureStory story, StoryRule rule) {
    List<Path> rows = new ArrayList<>();
    double[] total = PathPlay.differences(even, PlayBlind.BLIND);
    List<PathEstimate> chosen = new ArrayList<>();
    List<PathEstimate> together = new ArrayList<>();
    List<PathVariant> single = random(1);
    List<PathVariant> planes = random(2);
    String feature = story.feature();
    for (String name : even.keySet()) {
      if (name.equals(PlayBlind.SEEING) || name.equals(PlayBlind.BLIND)) continue;
      RatioInterval share =
          RatioInterval.ofRatio(
              PathPlay.differences(even, name),
              total,
              new BootstrapInterval.Options(
                  intervals.level(), intervals.draws(), Seeds.of(intervals.seed(), name)));
      rows.add(unjudged(feature, name, Kind.CANDIDATE, share));
    }
    for (String name : odd.keySet()) {
      if (name.equals(PlayBlind.SEEING) || name.equals(PlayBlind.BLIND)) continue;
      if (name.startsWith("random ")) continue;
      PathVariant variant = new PathVariant(name, differences(name));
      if (even.containsKey(name)) {
        chosen.add(shares.confirm(variant, single, intervals));
      } else if (name.startsWith("all but ")) {
        rows.add(unjudged(feature, name, Kind.REVERSE, shares.reverse(variant, intervals)));
      } else if (name.startsWith("all ")) {
        PathEstimate all = shares.confirm(variant, List.of(), intervals);
        rows.add(unjudged(feature, name, Kind.ALL, all.confirmed()));
      } else {
        together.add(shares.confirm(variant, planes, intervals));
      }
    }
    FeatureStory judged = rule.withPaths(story, chosen);
    for (StoryPath each : judged.paths()) {
      rows.add(
          row(
              feature,
              each.estimate(),
              Kind.CHOSEN,
              each.pRandom(),
              each.finding().isShown(),
              each.finding().text()));
    }
    for (PathEstimate each : together) {
      rows.add(row(feature, each, Kind.TOGETHER, each.pRandom(), false, ""));
    }
    return new JudgedPaths(judged, rows, randomShares());
  }

  private List<Double> randomShares() {
    double whole = 0;
    for (double each : PathPlay.differences(odd, PlayBlind.BLIND)) whole += each;
    List<Double> shares = new ArrayList<>();
    for (String name : odd.keySet()) {
      if (!name.startsWith("random 1.") || whole == 0) continue;
      double part = 0;
      for (double each : PathPlay.differences(odd, name)) part += each;
      shares.add(part / whole);
    }
    return shares;
  }

  /** Rows as a figure draws them. */
  static List<PathShareFigure.Share> drawn(List<Path> rows) {
    List<PathShareFigure.Share> drawn = new ArrayList<>();
    for (Path each : rows) {
      if (each.kind() == Kind.REVERSE) continue;
      drawn.add(
          new PathShareFigure.Share(each.path(), each.kind() != Kind.CANDIDATE, each.share()));
    }
    return drawn;
  }

  private List<PathVariant> random(int size) {
    List<PathVariant> variants = new ArrayList<>();
    for (String name : odd.keySet()) {
      if (name.startsWith("random " + size + ".")) {
        variants.add(new PathVariant(name, differences(name)));
      }
    }
    return variants;
  }

  /** Differences on even and odd levels; 0 on a half that was not played, which nobody reads. */
  private double[] differences(String twin) {
    return joined(half(even, twin), half(odd, twin));
  }

  private static double[] half(Map<String, List<LevelOutcome>> twins, String twin) {
    return twins.containsKey(twin)
        ? PathPlay.differences(twins, twin)
        : new double[PathPlay.levels(twins).length];
  }

  private static double[] joined(double[] a, double[] b) {
    double[] joined = new double[a.length + b.length];
    System.arraycopy(a, 0, joined, 0, a.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static long[] joined(long[] a, long[] b) {
    long[] joined = new long[a.length + b.length];
    System.arraycopy(a, 0, joined, 0, a.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static Path unjudged(String feature, String path, Kind kind, RatioInterval share) {
    double none = Double.NaN;
    return new Path(feature, path, kind, share, 0, none, none, none, none, false, "");
  }

  private static Path row(
      String feature, PathEstimate estimate, Kind kind, double p, boolean shown, String verdict) {
    return new Path(
        feature,
        estimate.name(),
        kind,
        estimate.confirmed(),
        estimate.random(),
        estimate.randomMean(),
        estimate.randomDeviation(),
        estimate.randomLargest(),
        p,
        shown,
        verdict);
  }

  static void write(ShardWork work, List<Path> rows) throws Exception {
    work.table(
        PART,
        SCHEMA,
        table -> {
          for (Path each : rows) {
            table.write(
                each.feature(),
                each.path(),
                each.kind().name().toLowerCase(Locale.ROOT),
                each.share().groups(),
                finiteOrMissing(each.share().value()),
                finiteOrMissing(each.share().low()),
                finiteOrMissing(each.share().high()),
                each.random(),
                orMissing(each.randomMean()),
                orMissing(each.randomDeviation()),
                orMissing(each.randomLargest()),
                orMissing(each.pRandom()),
                each.shown(),
                each.verdict());
          }
        });
  }

  /** The paths of an artifact, feature by feature. */
  public static List<Path> read(Artifact artifact) {
    List<Path> paths = new ArrayList<>();
    TableReader.forEach(
        artifact.file(PART),
        SCHEMA,
        row ->
            paths.add(
                new Path(
                    row.text("feature"),
                    row.text("path"),
                    Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
                    new RatioInterval(
                        row.numberOrNaN("share"),
                        row.numberOrNaN("low"),
                        row.numberOrNaN("high"),
                        0.95,
                        row.integer("levels")),
                    row.integer("random"),
                    row.numberOrNaN("random_mean"),
                    row.numberOrNaN("random_deviation"),
                    row.numberOrNaN("random_largest"),
                    row.numberOrNaN("p_random"),
                    row.flag("shown"),
                    row.text("verdict"))));
    return paths;
  }
}
