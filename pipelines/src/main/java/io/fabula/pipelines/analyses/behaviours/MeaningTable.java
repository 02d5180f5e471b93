package io.fabula.pipelines.analyses.behaviours;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** What behaviours are about, beside all other rollouts. */
public final class MeaningTable {
  private static final String PART = "behaviour_meanings.parquet";
  private static final double TAIL = 0.025;
  private static final double HUNDRED = 100;

  private static final TableSchema SCHEMA =
      new TableSchema(
          "behaviour_meanings",
          1,
          "A mark of the real courses that the rollouts of a behaviour began from.",
          List.of(
              Column.of("cluster", Column.Type.INT16).doc("the behaviour"),
              Column.of("samples", Column.Type.INT32).doc("its rollouts"),
              Column.of("kind", Column.Type.STRING).doc("situation, actions or outcome"),
              Column.of("mark", Column.Type.STRING)
                  .doc(
                      "near: a feature near the agent at the beginning; does: share of actions in"
                          + " the steps that count; soon: by what the episode ends within them;"
                          + " ends: by what it ends at last"),
              Column.of("share", Column.Type.DOUBLE).doc("share in this behaviour, 0..1"),
              Column.of("others", Column.Type.DOUBLE).doc("share in all other rollouts, 0..1"),
              Column.of("difference", Column.Type.DOUBLE).doc("share minus others"),
              Column.of("low", Column.Type.DOUBLE)
                  .doc("lower end of its 95 % interval by drawing rollouts of both again"),
              Column.of("high", Column.Type.DOUBLE).doc("upper end")));

  private final List<Mark> marks;
  private final DescribeBehaviours.Options options;

  /** A row; see the table's columns. */
  public record Meaning(
      int cluster,
      int samples,
      String kind,
      String mark,
      double share,
      double others,
      double low,
      double high) {
    /** How much more often it is in this behaviour than in the others. */
    public double difference() {
      return share - others;
    }

    /** Whether the interval of the difference leaves out 0. */
    public boolean tells() {
      return low > 0 || high < 0;
    }
  }

  MeaningTable(List<Mark> marks, DescribeBehaviours.Options options) {
    this.marks = marks;
    this.options = options;
  }

  /** The rows of an artifact of the stage. */
  public static List<Meaning> read(Artifact artifact) {
    List<Meaning> rows = new ArrayList<>();
    TableReader.forEach(
        artifact.file(PART),
        SCHEMA,
        row ->
            rows.add(
                new Meaning(
                    row.integer("cluster"),
                    row.integer("samples"),
                    row.text("kind"),
                    row.text("mark"),
                    row.number("share"),
                    row.number("others"),
                    row.number("low"),
                    row.number("high"))));
    return rows;
  }

  /**
   * Writes table and figure.
   *
   * @param clusters behaviour of each rollout
   * @param courses marks of each rollout's real course
   */
  void write(ShardWork work, int[] clusters, double[][] courses) throws Exception {
    List<Meaning> all = new ArrayList<>();
    TreeSet<Integer> names = new TreeSet<>();
    Arrays.stream(clusters).forEach(names::add);
    for (int cluster : names) {
      int count = (int) Arrays.stream(clusters).filter(each -> each == cluster).count();
      if (count < options.meaning().leastSamples() || count == clusters.length) continue;
      for (int m = 0; m < marks.size(); m++) all.add(meaning(clusters, courses, cluster, count, m));
    }
    work.table(
        PART,
        SCHEMA,
        table -> {
          for (Meaning each : all) {
            table.write(
                each.cluster(),
                each.samples(),
                each.kind(),
                each.mark(),
                each.share(),
                each.others(),
                each.difference(),
                each.low(),
                each.high());
          }
        });
    draw(work, all);
    work.metric("rollouts", clusters.length);
    work.metric("described", all.size() / Math.max(1.0, marks.size()));
    work.metric("marks_that_tell", (double) all.stream().filter(Meaning::tells).count());
  }

  private Meaning meaning(int[] clusters, double[][] courses, int cluster, int count, int mark) {
    double[] own = new double[count];
    double[] others = new double[clusters.length - count];
    int a = 0;
    int b = 0;
    for (int i = 0; i < clusters.length; i++) {
      if (clusters[i] == cluster) own[a++] = courses[i][mark];
      else others[b++] = courses[i][mark];
    }
    double[] draws = new double[options.meaning().draws()];
    RandomStream random =
        new RandomStream(Seeds.of(options.seed(), "behaviour meanings", cluster, mark));
    for (int d = 0; d < draws.length; d++) draws[d] = drawn(own, random) - drawn(others, random);
    Arrays.sort(draws);
    return new Meaning(
        cluster,
        count,
        marks.get(mark).kind(),
        marks.get(mark).name(),
        mean(own),
        mean(others),
        BootstrapInterval.quantile(draws, TAIL),
        BootstrapInterval.quantile(draws, 1 - TAIL));
  }

  private static double drawn(double[] values, RandomStream random) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) sum += values[random.nextInt(values.length)];
    return sum / values.length;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double each : values) sum += each;
    return sum / values.length;
  }

  private void draw(ShardWork work, List<Meaning> all) throws Exception {
    int rows = all.size() / Math.max(1, marks.size());
    if (rows == 0) return;
    Matrix differences = new Matrix(marks.size(), rows);
    List<String> behaviours = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      behaviours.add("behaviour " + all.get(r * marks.size()).cluster());
      for (int m = 0; m < marks.size(); m++) {
        Meaning each = all.get(r * marks.size() + m);
        differences.values()[m * rows + r] = each.tells() ? HUNDRED * each.difference() : 0;
      }
    }
    List<String> names = new ArrayList<>();
    for (Mark each : marks) names.add(each.name());
    work.figure(
        HeatMap.of(
            differences,
            names,
            behaviours,
            new HeatMap.Words(
                "behaviour-meanings",
                "What behaviours are about in the real world",
                "How much more (blue) or less (red) often something is the case in the real courses"
                    + " that the rollouts of a behaviour began from, than in those of all others;"
                    + " white where the 95 % interval holds 0. Near: at the beginning; does: actions"
                    + " in the steps that follow; soon: the episode ends within them; ends: at"
                    + " last.",
                "",
                "behaviour",
                "difference, points")));
  }
}
