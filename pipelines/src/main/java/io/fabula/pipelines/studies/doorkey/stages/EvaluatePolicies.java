package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.tabular.EventSums;
import io.fabula.model.actorcritic.StateDetector;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Computes, by dynamic programming (in worlds with too many states for it by episodes), what each
 * policy reaches and which events it makes happen, and the effects of going from the trained policy
 * to uniform play and to the policy that makes the variable happen. The informed agent makes the
 * variable happen, then follows the trained policy.
 *
 * @param name of the stage
 * @param from the stages it reads
 * @param options what decides the result
 */
public record EvaluatePolicies(String name, From from, Options options) implements Stage {
  /** The table of policies. */
  public static final String POLICIES = "policies.parquet";

  /** The table of effects. */
  public static final String EFFECTS = "effects.parquet";

  /** Names of the policies, in order. */
  public static final List<String> NAMES =
      List.of("trained", "uniform", "manipulation", "informed", "trained on");

  private static final int TRAINED = 0;
  private static final int UNIFORM = 1;
  private static final int MANIPULATION = 2;

  /** One row per seed and policy. */
  public static final TableSchema POLICIES_SCHEMA =
      new TableSchema("policies", 1, "A policy of a seed: exact values.", policyColumns());

  /** One row per seed and variable. */
  public static final TableSchema EFFECTS_SCHEMA =
      new TableSchema(
          "exact_effects",
          1,
          "An event or learned variable of a seed: exact effects of leaving the trained policy.",
          List.of(
              Column.of("seed", Column.Type.INT32).doc("number of the seed, from 0"),
              Column.of("variable", Column.Type.STRING).doc("event, or how it was learned"),
              Column.of("fired_trained", Column.Type.DOUBLE).doc("P(Z = 1), trained"),
              Column.of("fired_uniform", Column.Type.DOUBLE).doc("P(Z = 1), uniform play"),
              Column.of("fired_manipulation", Column.Type.DOUBLE)
                  .doc("P(Z = 1), the policy that makes the variable happen"),
              Column.of("to_uniform", Column.Type.DOUBLE)
                  .doc("indirect effect, trained to uniform"),
              Column.of("to_manipulation", Column.Type.DOUBLE)
                  .doc("indirect effect, trained to the policy that makes it happen"),
              Column.of("defined", Column.Type.BOOLEAN).doc("whether both means exist")));

  private static List<Column> policyColumns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("seed", Column.Type.INT32).doc("number of the seed, from 0"));
    columns.add(Column.of("policy", Column.Type.STRING).doc("name of the policy"));
    columns.add(Column.of("success", Column.Type.DOUBLE).doc("probability of the goal"));
    columns.add(Column.of("value", Column.Type.DOUBLE).doc("expected undiscounted return"));
    for (DoorKeyEvent event : DoorKeyEvent.values()) {
      columns.add(
          Column.optional(RecordEpisodes.name(event), Column.Type.DOUBLE)
              .doc("probability that the event happens"));
    }
    return columns;
  }

  /** Names of the stages that made what is evaluated. */
  public record From(
      String trained, String recorded, String learned, String manipulation, String continued)
      implements Serializable {}

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param size cells per side
   * @param seeds how many
   * @param episodes of each policy where nothing is exact
   */
  public record Options(long seed, int size, int seeds, int episodes) implements Serializable {}

  /** Rows of a seed: of policies, and of variables. */
  record Evaluated(List<List<Double>> policies, List<List<Double>> effects) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(
        from.trained(), from.recorded(), from.learned(), from.manipulation(), from.continued());
  }

  @Override
  public int shards(Inputs inputs) {
    return options.seeds();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    List<List<Double>> rows = new ArrayList<>();
    List<List<EventSums>> sums = new ArrayList<>();
    try (MlpNetwork trained = policy(work, from.trained(), TrainPolicy.AGENT);
        MlpNetwork manipulation = policy(work, from.manipulation(), TrainManipulation.AGENT);
        MlpNetwork continued = policy(work, from.continued(), ContinuePolicy.AGENT)) {
      int learned = Variant.in(work.input(from.learned())).size();
      PolicyJudge judge = judge(work);
      List<Optional<MlpNetwork>> policies =
          List.of(
              Optional.of(trained),
              Optional.empty(),
              Optional.of(manipulation),
              Optional.of(continued));
      for (Optional<MlpNetwork> policy : policies) {
        PolicyJudge.Judged judged = judge.policy(policy.orElse(null), rows.size());
        sums.add(judged.sums());
        List<Double> row = new ArrayList<>(List.of(judged.success(), judged.value()));
        judged.sums().stream().skip(learned).forEach(each -> row.add(each.fired()));
        rows.add(row);
        work.progress(rows.size(), policies.size(), "policies");
      }
      PolicyJudge.Judged informed = judge.informed(manipulation, trained);
      rows.add(3, List.of(informed.success(), informed.value()));
    }
    List<List<Double>> effects = new ArrayList<>();
    for (int d = 0; d < sums.get(TRAINED).size(); d++) {
      EventSums a = sums.get(TRAINED).get(d);
      EventSums uniform = sums.get(UNIFORM).get(d);
      EventSums b = sums.get(MANIPULATION).get(d);
      effects.add(
          List.of(
              a.fired(),
              uniform.fired(),
              b.fired(),
              a.indirectEffect(uniform),
              a.indirectEffect(b),
              a.defined() ? 1.0 : 0.0));
    }
    work.summary(new Evaluated(rows, effects));
  }

  private MlpNetwork policy(ShardWork work, String stage, String part) throws IOException {
    return Agents.load(
        SeedShards.file(work.input(stage), part, work.shard(), "safetensors"), options.size());
  }

  /** Exact where there is a table of all states; else by episodes. */
  private PolicyJudge judge(ShardWork work) throws IOException {
    Artifact learned = work.input(from.learned());
    List<Variant> variants = Variant.in(learned);
    int variable = variants.indexOf(Variant.variable(learned));
    if (options.size() > PolicyJudge.LARGEST_EXACT) {
      List<StateDetector> detectors = new ArrayList<>();
      for (Variant each : variants) {
        try (LearnedDetector detector = detector(work, each)) {
          detectors.add(new Firing(detector.network(), detector.view(), detector.trainedOn()));
        }
      }
      for (DoorKeyEvent event : DoorKeyEvent.values()) {
        detectors.add(world -> event.holds((DoorKey) world) ? 1 : 0);
      }
      long seed = Seeds.of(options.seed(), "evaluate-policies", work.shard());
      return new PlayedJudge(options.size(), options.episodes(), seed, detectors, variable);
    }
    ExactDoorKey exact = new ExactDoorKey(options.size());
    List<double[]> detectors = new ArrayList<>();
    for (Variant each : variants) {
      try (LearnedDetector detector = detector(work, each)) {
        detectors.add(exact.detector(detector.network(), detector.view(), detector.trainedOn()));
      }
    }
    detectors.addAll(exact.events());
    return new ExactJudge(exact, exact.model.successTable(), detectors, variable);
  }

  private LearnedDetector detector(ShardWork work, Variant variant) throws IOException {
    return LearnedDetector.load(
        work.input(from.learned()), work.input(from.recorded()), variant, work.shard());
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<String> variables = LearnVariable.variables(Variant.in(work.input(from.learned())));
    List<Evaluated> seeds = new ArrayList<>();
    for (ShardResult shard : work.shards()) seeds.add(shard.summary(Evaluated.class));
    work.table(
        POLICIES,
        POLICIES_SCHEMA,
        table -> {
          for (int seed = 0; seed < seeds.size(); seed++) {
            for (int p = 0; p < NAMES.size(); p++) {
              List<Double> row = seeds.get(seed).policies().get(p);
              Object[] cells = new Object[POLICIES_SCHEMA.columns().size()];
              cells[0] = seed;
              cells[1] = NAMES.get(p);
              for (int i = 0; i < row.size(); i++) cells[i + 2] = row.get(i);
              table.write(cells);
            }
          }
        });
    work.table(
        EFFECTS,
        EFFECTS_SCHEMA,
        table -> {
          for (int seed = 0; seed < seeds.size(); seed++) {
            for (int v = 0; v < seeds.get(seed).effects().size(); v++) {
              List<Double> row = seeds.get(seed).effects().get(v);
              table.write(
                  seed,
                  variables.get(v),
                  row.get(0),
                  row.get(1),
                  row.get(2),
                  row.get(3),
                  row.get(4),
                  row.get(5) == 1);
            }
          }
        });
    new LearningFigures(work.input(from.trained()), work.input(from.manipulation()))
        .draw(work, seeds.size());
    work.figure(
        EffectFigure.of(
            work.input(from.learned()),
            seeds.stream()
                .map(each -> each.effects().stream().map(row -> row.get(3)).toList())
                .toList()));
    Map<String, Double> metrics = new TreeMap<>();
    for (int p = 0; p < NAMES.size(); p++) {
      String key = NAMES.get(p).replace(' ', '_');
      int policy = p;
      metrics.put(
          key + "_success",
          seeds.stream().mapToDouble(s -> s.policies().get(policy).get(0)).average().orElseThrow());
      metrics.put(
          key + "_value",
          seeds.stream().mapToDouble(s -> s.policies().get(policy).get(1)).average().orElseThrow());
    }
    return metrics;
  }
}
