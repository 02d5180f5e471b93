package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.causal.CrossCorrelation;
import io.fabula.analysis.causal.MeanPartial;
import io.fabula.analysis.causal.NullComparison;
import io.fabula.analysis.causal.StoryEntry;
import io.fabula.analysis.causal.StoryVerdict;
import io.fabula.analysis.causal.UntrainedPopulation;
import io.fabula.analysis.figures.ComponentSeries;
import io.fabula.analysis.figures.CrossCorrelationMaps;
import io.fabula.analysis.figures.StoryStrengths;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.Baseline;
import io.fabula.pipelines.studies.agents.EvaluateAgent;
import io.fabula.pipelines.studies.interpret.settings.StorySettings;
import io.fabula.pipelines.studies.interpret.tables.ProjectionTable;
import io.fabula.pipelines.studies.interpret.tables.VerdictTable;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Correlates components over time within each behaviour, and judges the story against those of
 * untrained agents.
 *
 * @param name of the stage
 * @param agentEvaluation the stage that compares the agent with random play
 * @param simulatorEvaluation the stage that compares the simulator with its baselines
 * @param studied the stages of the agent that is studied
 * @param untrained those of each untrained agent
 * @param options how the stories are told and judged
 */
public record TellCausalStories(
    String name,
    String agentEvaluation,
    String simulatorEvaluation,
    Arm studied,
    List<Arm> untrained,
    Options options)
    implements Stage {
  private static final int SERIES_SHOWN = 40;

  private static final String UNTRAINED_PART = "untrained.parquet";

  /** One row per untrained agent and time difference: its strongest behaviour. */
  static final TableSchema UNTRAINED =
      new TableSchema(
          "untrained_strengths",
          2,
          "An untrained agent at a time difference.",
          List.of(
              Column.of("agent", Column.Type.INT16).doc("number of the untrained agent, from 1"),
              Column.of("k", Column.Type.INT8).doc("time difference").unit("steps"),
              Column.optional("strongest", Column.Type.DOUBLE)
                  .doc("largest strength of its behaviours; missing if none is large enough")));

  /**
   * What decides the stories beside their inputs.
   *
   * @param seed root seed
   * @param stories how they are told and judged
   */
  public record Options(long seed, StorySettings stories) implements Serializable {}

  /**
   * The stages of one agent that are read.
   *
   * @param reduction finds the components of its hidden states
   * @param simulated records its simulated rollouts
   * @param behaviours clusters them
   */
  public record Arm(String reduction, String simulated, String behaviours)
      implements Serializable {}

  public TellCausalStories {
    untrained = List.copyOf(untrained);
  }

  /** What is needed of one arm. */
  @SuppressWarnings("ArrayRecordComponent") // local to the stage
  private record StoryInputs(Sequences components, int[] behaviours) {}

  static TableSchema correlations(int ics) {
    return new TableSchema(
        "xcorr",
        1,
        "The mean cross-correlation of independent components in a behaviour.",
        List.of(
            Column.of("cluster", Column.Type.INT16).doc("behaviour"),
            Column.of("k", Column.Type.INT8).doc("time difference").unit("steps"),
            Column.array("matrix", Column.Type.DOUBLES, ics, ics)
                .doc("rows: the component k steps earlier, columns: the component later"),
            Column.of("n_samples", Column.Type.INT32).doc("samples of the behaviour")));
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>(List.of(agentEvaluation, simulatorEvaluation));
    addInputs(inputs, studied);
    for (Arm arm : untrained) addInputs(inputs, arm);
    return List.copyOf(inputs);
  }

  private static void addInputs(List<String> inputs, Arm arm) {
    inputs.add(arm.reduction());
    inputs.add(arm.simulated());
    inputs.add(arm.behaviours());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    StorySettings settings = options.stories();
    StoryInputs told = told(work, studied);
    List<List<StoryEntry>> others = new ArrayList<>();
    for (Arm arm : untrained) others.add(entries(told(work, arm)));
    List<MeanPartial.Mean> means =
        CrossCorrelation.perBehaviour(
            told.components(),
            told.behaviours(),
            new CrossCorrelation.Options(
                settings.maxDifference(), settings.clip(), settings.legacyScale()));
    writeCorrelations(work, means, told.components().width());
    List<StoryVerdict> verdicts =
        NullComparison.judge(
            entries(told),
            others,
            objections(work),
            new NullComparison.Options(
                settings.minSamples(),
                settings.draws(),
                settings.falseDiscoveryRate(),
                Seeds.of(options.seed(), "stories")));
    VerdictTable.write(work, verdicts);
    writeUntrained(work, others);
    work.figure(CrossCorrelationMaps.of(means, settings.judgedDifferences(), verdicts, 0));
    work.figure(StoryStrengths.of(verdicts));
    work.figure(ComponentSeries.of(told.components(), SERIES_SHOWN));
    work.metric("entries", verdicts.size());
    work.metric("shown", (double) verdicts.stream().filter(StoryVerdict::shown).count());
  }

  /** Why nothing may be claimed of this run at all. */
  private List<String> objections(ShardWork work) {
    List<String> objections = new ArrayList<>();
    if (!EvaluateAgent.betterThan(Baseline.RANDOM, work.input(agentEvaluation))) {
      objections.add("the agent is not shown to be better than random play");
    }
    if (!EvaluateSimulator.seesAhead(work.input(simulatorEvaluation))) {
      objections.add("the simulator does not predict better than its baselines");
    }
    return objections;
  }

  private static StoryInputs told(ShardWork work, Arm arm) {
    int[] behaviours = ClusterBehaviours.read(work.input(arm.behaviours()));
    SimulatedRollout rollout =
        SimulatedRollout.read(work.input(arm.simulated()), behaviours.length);
    Sequences components =
        ProjectionTable.read(work.input(arm.reduction())).independentComponents(rollout.agent());
    return new StoryInputs(components, behaviours);
  }

  private List<StoryEntry> entries(StoryInputs told) {
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

  private void writeUntrained(ShardWork work, List<List<StoryEntry>> others) throws Exception {
    StorySettings settings = options.stories();
    work.table(
        UNTRAINED_PART,
        UNTRAINED,
        table -> {
          for (int k : settings.judgedDifferences()) {
            double[] strongest =
                UntrainedPopulation.at(k, others, settings.minSamples()).strongest();
            for (int i = 0; i < strongest.length; i++) {
              table.write(i + 1, k, TableWriter.orMissing(strongest[i]));
            }
          }
        });
  }

  /**
   * The strongest behaviour of each untrained agent, per judged difference in ascending order; NaN
   * where none is large enough.
   */
  public static Map<Integer, List<Double>> strongestUntrained(Artifact artifact) {
    Map<Integer, List<Double>> strongest = new TreeMap<>();
    TableReader.forEach(
        artifact.file(UNTRAINED_PART),
        UNTRAINED,
        row ->
            strongest
                .computeIfAbsent(row.integer("agent"), agent -> new ArrayList<>())
                .add(row.numberOrNaN("strongest")));
    return strongest;
  }
}
