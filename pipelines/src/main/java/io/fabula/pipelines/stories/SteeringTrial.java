package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.random.Seeds;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.StatePatch;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.TwinEpisode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Steers one agent by one feature: the difference that seeing it makes, added in other levels. */
final class SteeringTrial {
  private final SteerAgent.Options options;
  private final String feature;
  private final SteppingAgent player;
  private final EditableWorld world;
  private final BlindPlay play;
  private final double[] difference;

  SteeringTrial(SteerAgent.Options options, String feature, SteppingAgent player) {
    this.options = options;
    this.feature = feature;
    this.player = player;
    world = options.subject().newWorld();
    play =
        new BlindPlay(world, player, PlayBlind.play(feature, options.maxSteps(), options.seed()));
    difference = difference(player.stateSize());
  }

  /** Whether the feature was ever in view, and moved the state. */
  boolean noticed() {
    return Arrays.stream(difference).anyMatch(each -> each != 0);
  }

  /** A state of the untouched play, and whether the feature was in view. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Seen(long level, float[] state, boolean inView) {}

  /** A change that is added, and how it is called; a random one has no strength. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Change(String name, double[] added, @Nullable Double strength) {}

  /** Mean over all steps with the feature in view. */
  private double[] difference(int stateSize) {
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

  private List<Change> changes(Projector projector) {
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

  /**
   * What each change does in further levels; nothing of fewer than two.
   *
   * @param projector the components of the agent's states
   */
  List<ExperimentEffects.Effect> effects(Projector projector) {
    List<Change> changes = changes(projector);
    List<ExperimentEffects.Effect> effects = new ArrayList<>();
    List<BlindTwin> twins = new ArrayList<>(List.of(BlindTwin.seeing()));
    for (Change each : changes) {
      twins.add(new BlindTwin(each.name(), StatePatch.adding(each.added()), false));
    }
    List<Seen> seen = new ArrayList<>();
    long[] levels =
        PlayBlind.levels(
            world, feature, options.firstLevel() + SteerAgent.NEXT_EXPERIMENT, options.levels());
    if (levels.length < 2) return effects;
    List<TwinEpisode> episodes =
        play.play(
            levels,
            twins,
            (level, twin, step, node, seeing, blind, action) -> {
              if (twin != 0 || step % SteerAgent.EVERY != 0) return;
              world.restore(node.snapshot());
              seen.add(new Seen(level, seeing, world.editor().sight(feature).present()));
            });
    Outcomes outcomes = new Outcomes(episodes, twins.size());
    tell(changes, SteerAgent.RETURN, outcomes.of(TwinEpisode::undiscounted), effects);
    for (EndingCause cause : world.editor().causes()) {
      if (!world.editor().feature(feature).causes().contains(cause.name())) continue;
      tell(
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
          changed[i] = probabilities(own, added, group);
        }
        if (changed[0].length > 1) tell(changes, quantity, changed, effects);
      }
    }
    return effects;
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
  private double[] probabilities(List<Seen> seen, double @Nullable [] added, ActionGroup group) {
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
                  SteerAgent.LEVEL,
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
}
