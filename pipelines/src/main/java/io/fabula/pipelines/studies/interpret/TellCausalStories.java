package io.fabula.pipelines.studies.interpret;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.causal.CrossCorrelation;
import io.fabula.analysis.causal.MeanPartial;
import io.fabula.analysis.causal.NullComparison;
import io.fabula.analysis.causal.StoryEntry;
import io.fabula.analysis.causal.StoryVerdict;
import io.fabula.analysis.figures.ComponentSeries;
import io.fabula.analysis.figures.CrossCorrelationMaps;
import io.fabula.analysis.figures.StoryStrengths;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Correlates components over time within each behaviour, and judges the story against the untrained
 * agent's.
 */
record TellCausalStories(Options options) implements Stage {
  static final String NAME = "causal-stories";
  private static final String VERDICTS_PART = "verdicts.parquet";
  private static final int SERIES_SHOWN = 40;

  /** One row per behaviour and time difference; see {@link StoryVerdict}. */
  static final TableSchema VERDICTS =
      new TableSchema(
          "story_verdicts",
          1,
          List.of(
              Column.of("cluster", Column.Type.INT16),
              Column.of("k", Column.Type.INT8),
              Column.of("n_samples", Column.Type.INT32),
              Column.of("strength", Column.Type.DOUBLE),
              Column.of("low", Column.Type.DOUBLE),
              Column.of("high", Column.Type.DOUBLE),
              Column.of("strongest_untrained", Column.Type.DOUBLE),
              Column.of("p_order", Column.Type.DOUBLE),
              Column.of("p_untrained", Column.Type.DOUBLE),
              Column.of("p_adjusted", Column.Type.DOUBLE),
              Column.of("shown", Column.Type.BOOLEAN),
              Column.of("reason", Column.Type.STRING)));

  /**
   * What decides the stories beside their inputs.
   *
   * @param seed root seed
   * @param stories how they are told and judged
   */
  record Options(long seed, StorySettings stories) implements Serializable {}

  /** What is needed of one branch. */
  @SuppressWarnings("ArrayRecordComponent") // local to the stage
  private record Told(Sequences components, int[] behaviours) {}

  static TableSchema correlations(int ics) {
    return new TableSchema(
        "xcorr",
        1,
        List.of(
            Column.of("cluster", Column.Type.INT16),
            Column.of("k", Column.Type.INT8),
            Column.array("matrix", Column.Type.DOUBLES, ics, ics),
            Column.of("n_samples", Column.Type.INT32)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      inputs.add(branch.of(ReduceHiddenStates.NAME));
      inputs.add(branch.of(RecordSimulatedRollouts.NAME));
      inputs.add(branch.of(ClusterBehaviours.NAME));
    }
    return List.copyOf(inputs);
  }

  /** The verdicts in an artifact of this stage. */
  static List<StoryVerdict> verdicts(Artifact artifact) {
    List<StoryVerdict> verdicts = new ArrayList<>();
    TableReader.forEach(artifact.file(VERDICTS_PART), VERDICTS, row -> verdicts.add(verdict(row)));
    return verdicts;
  }

  private static StoryVerdict verdict(Row row) {
    return new StoryVerdict(
        row.integer("cluster"),
        row.integer("k"),
        row.integer("n_samples"),
        row.number("strength"),
        row.number("low"),
        row.number("high"),
        row.number("strongest_untrained"),
        row.number("p_order"),
        row.number("p_untrained"),
        row.number("p_adjusted"),
        row.flag("shown"),
        row.text("reason"));
  }

  @Override
  public void run(ShardWork work) throws Exception {
    StorySettings settings = options.stories();
    Told studied = told(work, Branch.STUDIED);
    Told untrained = told(work, Branch.UNTRAINED);
    List<MeanPartial.Mean> means =
        CrossCorrelation.perBehaviour(
            studied.components(),
            studied.behaviours(),
            new CrossCorrelation.Options(
                settings.maxDifference(), settings.clip(), settings.legacyScale()));
    writeCorrelations(work, means, studied.components().width());
    List<StoryVerdict> verdicts =
        NullComparison.judge(
            entries(studied),
            List.of(entries(untrained)),
            new NullComparison.Options(
                settings.minSamples(),
                settings.draws(),
                settings.falseDiscoveryRate(),
                Seeds.of(options.seed(), "stories")));
    writeVerdicts(work, verdicts);
    work.figure(CrossCorrelationMaps.of(means, settings.judgedDifferences(), verdicts, 0));
    work.figure(StoryStrengths.of(verdicts));
    work.figure(ComponentSeries.of(studied.components(), SERIES_SHOWN));
    work.metric("entries", verdicts.size());
    work.metric("shown", (double) verdicts.stream().filter(StoryVerdict::shown).count());
  }

  private static Told told(ShardWork work, Branch branch) {
    int[] behaviours = ClusterBehaviours.read(work.input(branch.of(ClusterBehaviours.NAME)));
    SimulatedRollout rollout =
        SimulatedRollout.read(
            work.input(branch.of(RecordSimulatedRollouts.NAME)), behaviours.length);
    Sequences components =
        ProjectionTable.read(work.input(branch.of(ReduceHiddenStates.NAME)))
            .independentComponents(rollout.agent());
    return new Told(components, behaviours);
  }

  private List<StoryEntry> entries(Told told) {
    return StoryEntry.leadLag(
        told.components(), told.behaviours(), options.stories().judgedDifferences());
  }

  private static void writeCorrelations(ShardWork work, List<MeanPartial.Mean> means, int ics)
      throws Exception {
    work.table(
        "xcorr.parquet",
        correlations(ics),
        table -> {
          for (MeanPartial.Mean mean : means) {
            int k = 0;
            for (Matrix matrix : mean.matrices()) {
              table.write(mean.group(), k++, matrix.values(), mean.samples());
            }
          }
        });
  }

  private static void writeVerdicts(ShardWork work, List<StoryVerdict> verdicts) throws Exception {
    work.table(
        VERDICTS_PART,
        VERDICTS,
        table -> {
          for (StoryVerdict each : verdicts) {
            table.write(
                each.behaviour(),
                each.difference(),
                each.samples(),
                each.strength(),
                each.low(),
                each.high(),
                each.strongestUntrained(),
                each.pOrder(),
                each.pUntrained(),
                each.adjusted(),
                each.shown(),
                each.reason());
          }
        });
  }
}
