package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.random.Seeds;
import io.fabula.envs.tabular.EventSums;
import io.fabula.model.actorcritic.StateDetector;
import io.fabula.model.agents.LearnableNetwork;
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
  public static TableSchema policiesSchema(List<String> events) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("seed", Column.Type.INT32).doc("number of the seed, from 0"));
    columns.add(Column.of("policy", Column.Type.STRING).doc("name of the policy"));
    columns.add(Column.of("success", Column.Type.DOUBLE).doc("probability of completing the task"));
    columns.add(Column.of("value", Column.Type.DOUBLE).doc("expected undiscounted return"));
    for (String event : events) {
      columns.add(Column.of(event, Column.Type.DOUBLE).doc("probability that the event happens"));
    }
    return new TableSchema("policies", 2, "A policy of a seed.", columns);
  }

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

  /** Names of the stages that made what is evaluated. */
  public record From(
      String trained, String recorded, String learned, String manipulation, String continued)
      implements Serializable {}

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param worlds where
   * @param seeds how many
   * @param episodes of each policy where nothing is exact
   */
  public record Options(long seed, ObjectWorlds worlds, int seeds, int episodes)
      implements Serializable {}

  /** Rows of a seed: of policies, and of variables. */
  record Evaluated(List<List<Double>> policies, List<List<Double>> effects) {}

  @Override
  public int version() {
    return 3;
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
    try (LearnableNetwork trained = policy(work, from.trained(), TrainPolicy.AGENT);
        LearnableNetwork manipulation = policy(work, from.manipulation(), TrainManipulation.AGENT);
        LearnableNetwork continued = policy(work, from.continued(), ContinuePolicy.AGENT)) {
      int learned = Variant.in(work.input(from.learned())).size();
      PolicyJudge judge = judge(work, trained.recurrent());
      List<Optional<LearnableNetwork>> policies =
          List.of(
              Optional.of(trained),
              Optional.empty(),
              Optional.of(manipulation),
              Optional.of(continued));
      for (Optional<LearnableNetwork> policy : policies) {
        PolicyJudge.Judged judged = judge.policy(policy.orElse(null), rows.size());
        sums.add(judged.sums());
        rows.add(row(judged, learned));
        work.progress(rows.size(), policies.size(), "policies");
      }
      rows.add(3, row(judge.informed(manipulation, trained), learned));
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

  /** A row of the table of policies, after seed and name. */
  private static List<Double> row(PolicyJudge.Judged judged, int learned) {
    List<Double> row = new ArrayList<>(List.of(judged.success(), judged.value()));
    judged.sums().stream().skip(learned).forEach(each -> row.add(each.fired()));
    return row;
  }

  private LearnableNetwork policy(ShardWork work, String stage, String part) throws IOException {
    return Agents.load(work.input(stage), part, work.shard(), options.worlds());
  }

  /** Exact where a table of all states tells what policies do; else by episodes. */
  private PolicyJudge judge(ShardWork work, boolean remembers) throws IOException {
    Artifact learned = work.input(from.learned());
    List<Variant> variants = Variant.in(learned);
    int variable = variants.indexOf(Variant.variable(learned));
    ObjectWorlds worlds = options.worlds();
    if (remembers || !worlds.exact()) {
      List<StateDetector> detectors = new ArrayList<>();
      for (Variant each : variants) {
        try (LearnedDetector detector = detector(work, each)) {
          detectors.add(new Firing(detector.network(), detector.view(), detector.trainedOn()));
        }
      }
      for (int event = 0; event < worlds.events().size(); event++) {
        detectors.add(Agents.event(event));
      }
      long seed = Seeds.of(options.seed(), "evaluate-policies", work.shard());
      return new PlayedJudge(worlds, options.episodes(), seed, detectors, variable);
    }
    PolicyTables exact = PolicyTables.of(worlds);
    List<double[]> detectors = new ArrayList<>();
    for (Variant each : variants) {
      try (LearnedDetector detector = detector(work, each)) {
        detectors.add(exact.detector(detector.network(), detector.view(), detector.trainedOn()));
      }
    }
    detectors.addAll(exact.events());
    return new ExactJudge(exact, exact.states().successTable(), detectors, variable);
  }

  private LearnedDetector detector(ShardWork work, Variant variant) throws IOException {
    return LearnedDetector.load(
        work.input(from.learned()), work.input(from.recorded()), variant, work.shard());
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<String> variables =
        LearnVariable.variables(Variant.in(work.input(from.learned())), options.worlds());
    List<Evaluated> seeds = new ArrayList<>();
    for (ShardResult shard : work.shards()) seeds.add(shard.summary(Evaluated.class));
    EvaluatedSeeds evaluated = new EvaluatedSeeds(seeds);
    TableSchema policies = policiesSchema(options.worlds().events());
    work.table(POLICIES, policies, table -> evaluated.writePolicies(table, policies));
    work.table(EFFECTS, EFFECTS_SCHEMA, table -> evaluated.writeEffects(table, variables));
    new LearningFigures(
            work.input(from.trained()),
            work.input(from.manipulation()),
            ObjectWorlds.words(options.worlds().milestone()))
        .draw(work, seeds.size());
    work.figure(
        EffectFigure.of(
            work.input(from.learned()),
            options.worlds(),
            seeds.stream()
                .map(each -> each.effects().stream().map(row -> row.get(3)).toList())
                .toList()));
    return evaluated.metrics();
  }
}
