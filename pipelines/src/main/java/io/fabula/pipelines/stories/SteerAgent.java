package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.StatePatch;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.TwinEpisode;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Steers an agent: the difference of two mean states, of the memory that sees a feature and of one
 * that reads the same course redrawn without it, is added to what decisions are read from, in every
 * step of other levels. Random directions of the components, of the same length in their standard
 * deviations, are the control.
 *
 * @param name of the stage
 * @param studied the agent, with the components of its states
 * @param options what is played
 */
public record SteerAgent(String name, EditWorlds.Watcher studied, Options options)
    implements Stage {
  private static final double LEVEL = 0.95;
  private static final long NEXT_EXPERIMENT = 100_000_000;

  /** One of so many states is looked at for what steering changes at once. */
  private static final int EVERY = 5;

  static final String RETURN = "return";

  /**
   * What decides the play beside the agent.
   *
   * @param seed root seed
   * @param subject the world, and how the agent is read
   * @param features whose difference is added
   * @param levels that give the difference, and as many others that are steered on
   * @param firstLevel seed of the first level
   * @param maxSteps steps after which an episode is cut off, or 0
   * @param strengths multiples of the difference
   * @param random random directions
   * @param draws of the bootstrap
   */
  public record Options(
      long seed,
      Subject subject,
      List<String> features,
      int levels,
      int firstLevel,
      int maxSteps,
      List<Double> strengths,
      int random,
      int draws)
      implements Serializable {
    /** What settings say. */
    public static Options of(
        long seed, Subject subject, StorySettings stories, RequestSettings request) {
      return new Options(
          seed,
          subject,
          stories.features(),
          request.levels(),
          stories.firstLevel() + (int) (3 * NEXT_EXPERIMENT),
          stories.maxSteps(),
          request.strengths(),
          request.random(),
          stories.draws());
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(studied.agent(), studied.reduction());
  }

  @Override
  public int shards(Inputs inputs) {
    return options.features().size();
  }

  /** A state of the untouched play, and whether the feature was in view. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Seen(long level, float[] state, boolean inView) {}

  /** A change that is added, and how it is called; a random one has no strength. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Change(String name, double[] added, @Nullable Double strength) {}

  @Override
  public void run(ShardWork work) throws Exception {
    String feature = options.features().get(work.shard());
    EditableWorld world = options.subject().newWorld();
    Projector projector = ProjectionTable.read(work.input(studied.reduction()));
    List<ExperimentEffects.Effect> effects = new ArrayList<>();
    try (RecurrentNetwork network = options.subject().agent(work.input(studied.agent()));
        SteppingAgent player = new SteppingAgent(network)) {
      BlindPlay play =
          new BlindPlay(world, player, PlayBlind.play(feature, options.maxSteps(), options.seed()));
      double[] difference = difference(world, play, feature, player.stateSize());
      if (Arrays.stream(difference).allMatch(each -> each == 0)) {
        work.note("no steering by " + feature + ": it was never in view, or never noticed");
      } else {
        steer(world, player, play, feature, changes(feature, difference, projector), effects);
      }
    }
    ExperimentEffects.write(work, options.features().size(), effects);
  }

  /** Mean over all steps with the feature in view. */
  private double[] difference(EditableWorld world, BlindPlay play, String feature, int stateSize) {
    double[] sum = new double[stateSize];
    long[] steps = {0};
    play.play(
        PlayBlind.levels(world, feature, options.firstLevel(), options.levels()),
        List.of(BlindTwin.seeing()),
        (level, twin, step, node, seeing, blind, action) -> {
          world.restore(node.snapshot());
          if (!world.editor().sight(feature).present()) return;
          for (int k = 0; k < stateSize; k++) sum[k] += (double) seeing[k] - blind[k];
          steps[0]++;
        });
    for (int k = 0; k < stateSize; k++) sum[k] /= Math.max(1, steps[0]);
    return sum;
  }

  private List<Change> changes(String feature, double[] difference, Projector projector) {
    List<Change> changes = new ArrayList<>();
    for (double strength : options.strengths()) {
      double[] added = Arrays.stream(difference).map(each -> strength * each).toArray();
      changes.add(new Change(String.format(Locale.ROOT, "x %+.1f", strength), added, strength));
    }
    double squares = 0;
    for (double each : projector.jacobian().times(difference)) squares += each * each;
    double length = Math.sqrt(squares);
    Matrix gradients = projector.gradientMap();
    long seed = Seeds.of(options.seed(), "steering " + feature);
    for (PathDirections each :
        PathDirections.random(projector.independentCount(), options.random(), 1, seed)) {
      double[] scaled =
          Arrays.stream(each.vectors()[0]).map(component -> length * component).toArray();
      changes.add(new Change(each.name(), gradients.times(scaled), null));
    }
    return changes;
  }

  private void steer(
      EditableWorld world,
      SteppingAgent player,
      BlindPlay play,
      String feature,
      List<Change> changes,
      List<ExperimentEffects.Effect> effects) {
    List<BlindTwin> twins = new ArrayList<>(List.of(BlindTwin.seeing()));
    for (Change each : changes) {
      twins.add(new BlindTwin(each.name(), StatePatch.adding(each.added()), false));
    }
    List<Seen> seen = new ArrayList<>();
    long[] levels =
        PlayBlind.levels(world, feature, options.firstLevel() + NEXT_EXPERIMENT, options.levels());
    if (levels.length < 2) return;
    List<TwinEpisode> episodes =
        play.play(
            levels,
            twins,
            (level, twin, step, node, seeing, blind, action) -> {
              if (twin != 0 || step % EVERY != 0) return;
              world.restore(node.snapshot());
              seen.add(new Seen(level, seeing, world.editor().sight(feature).present()));
            });
    Outcomes outcomes = new Outcomes(episodes, twins.size());
    tell(feature, changes, RETURN, outcomes.of(TwinEpisode::undiscounted), effects);
    for (EndingCause cause : world.editor().causes()) {
      if (!world.editor().feature(feature).causes().contains(cause.name())) continue;
      tell(
          feature,
          changes,
          "share of levels that end by " + cause.name(),
          outcomes.of(each -> each.cause().equals(cause.name()) ? 1 : 0),
          effects);
    }
    for (boolean inView : new boolean[] {true, false}) {
      List<Seen> own = seen.stream().filter(each -> each.inView() == inView).toList();
      for (ActionGroup group : world.editor().actionGroups()) {
        String quantity =
            "probability of " + group.name() + (inView ? ", in view" : ", not in view");
        double[][] changed = new double[changes.size() + 1][];
        for (int i = 0; i < changed.length; i++) {
          double[] added = i == 0 ? null : changes.get(i - 1).added();
          changed[i] = probabilities(player, own, added, group);
        }
        if (changed[0].length > 1) tell(feature, changes, quantity, changed, effects);
      }
    }
  }

  /** Episodes, twin by twin. */
  private record Outcomes(List<TwinEpisode> episodes, int twins) {
    double[][] of(ToDoubleFunction<TwinEpisode> value) {
      double[][] values = new double[twins][episodes.size() / twins];
      for (int i = 0; i < episodes.size(); i++) {
        values[i % twins][i / twins] = value.applyAsDouble(episodes.get(i));
      }
      return values;
    }
  }

  /** Means of a probability level by level, at once after a change. */
  private static double[] probabilities(
      SteppingAgent player, List<Seen> seen, double @Nullable [] added, ActionGroup group) {
    List<float[]> states = new ArrayList<>();
    for (Seen each : seen) {
      states.add(
          added == null
              ? each.state()
              : StatePatch.adding(added).apply(each.state(), each.state()));
    }
    List<SteppingAgent.Decision> decisions = player.decide(states);
    Map<Long, double[]> byLevel = new TreeMap<>();
    for (int i = 0; i < seen.size(); i++) {
      double[] sums = byLevel.computeIfAbsent(seen.get(i).level(), level -> new double[2]);
      sums[0] += decisions.get(i).probability(group.actions());
      sums[1]++;
    }
    return byLevel.values().stream().mapToDouble(sums -> sums[0] / sums[1]).toArray();
  }

  /**
   * Adds the effects of all differences on a quantity.
   *
   * @param values {@code [untouched and changes][levels]}
   */
  private void tell(
      String feature,
      List<Change> changes,
      String quantity,
      double[][] values,
      List<ExperimentEffects.Effect> effects) {
    List<Double> random = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).strength() != null) continue;
      random.add(
          Arrays.stream(values[i + 1]).average().orElse(0)
              - Arrays.stream(values[0]).average().orElse(0));
    }
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (change.strength() == null) continue;
      BootstrapInterval interval =
          BootstrapInterval.ofPairs(
              values[0],
              values[i + 1],
              new BootstrapInterval.Options(
                  LEVEL,
                  options.draws(),
                  Seeds.of(options.seed(), "steer " + feature + change.name() + quantity)));
      boolean comparable = Math.abs(change.strength()) == 1;
      effects.add(
          ExperimentEffects.Effect.against(
              feature,
              change.name(),
              quantity,
              interval,
              comparable
                  ? random.stream().mapToDouble(Double::doubleValue).toArray()
                  : new double[0]));
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(work);
    ExperimentEffects.draw(
        work,
        effects,
        each -> each.quantity().equals(RETURN),
        new EffectIntervals.Words(
            "steering",
            "What does adding the difference of two mean states do?",
            "The mean state that sees a feature, less the mean state of the same courses redrawn"
                + " without it, added to what decisions are read from in every step of other"
                + " levels; mean difference of the return with its 95 % bootstrap interval over"
                + " levels.",
            "return with it, less return as it is"));
    return Map.of("effects", (double) effects.size());
  }
}
