package io.fabula.pipelines.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.TwinEpisode;
import io.fabula.model.twins.WorldTree;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Asks what an agent is after: the same agent on levels whose goal lies where it learned to find
 * it, and on levels whose goal lies elsewhere. What is seeing the goal worth there, and how often
 * does it come by the goal and leave it? An agent that reaches the goal only where it always lay
 * has learned something else than the goal (Langosco et al. 2022).
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param options what is played
 */
public record MoveGoal(String name, String agent, Options options) implements Stage {
  private static final double LEVEL = 0.95;
  static final String WORTH = "return without seeing it, less return as it is";
  static final String PASSED = "share of levels on which it is left behind and never reached";
  static final String RETURN = "return";

  /**
   * A place of the goal.
   *
   * @param name in a word, such as {@code end}
   * @param subject the world in which it lies there, and how the agent is read
   */
  public record Place(String name, Subject subject) implements Serializable {}

  /**
   * What decides the play beside the agent.
   *
   * @param seed root seed
   * @param places of the goal
   * @param goal name of the feature that the goal is
   * @param levels of each place
   * @param firstLevel seed of the first level
   * @param maxSteps steps after which an episode is cut off, or 0
   * @param draws of the bootstrap
   */
  public record Options(
      long seed,
      List<Place> places,
      String goal,
      int levels,
      long firstLevel,
      int maxSteps,
      int draws)
      implements Serializable {
    /** What settings say. */
    public static Options of(
        long seed,
        List<Place> places,
        String goal,
        StorySettings stories,
        RequestSettings request) {
      return new Options(
          seed,
          places,
          goal,
          request.levels(),
          stories.firstLevel(),
          stories.maxSteps(),
          stories.draws());
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.places().size();
  }

  /** What was seen of the goal in one episode. */
  private static final class Goal {
    boolean seen;
    boolean left;
  }

  @Override
  public void run(ShardWork work) throws Exception {
    Place place = options.places().get(work.shard());
    EditableWorld world = place.subject().newWorld();
    long[] levels =
        LongStream.range(options.firstLevel(), options.firstLevel() + options.levels()).toArray();
    Map<String, Goal> goals = new HashMap<>();
    BlindPlay.Listener listener =
        (level, twin, step, node, seeing, blind, action) ->
            look(world, node, goals.computeIfAbsent(level + " " + twin, key -> new Goal()));
    List<TwinEpisode> episodes;
    try (RecurrentNetwork network = place.subject().agent(work.input(agent));
        SteppingAgent player = new SteppingAgent(network)) {
      episodes =
          new BlindPlay(
                  world, player, PlayBlind.play(options.goal(), options.maxSteps(), options.seed()))
              .play(levels, List.of(BlindTwin.seeing(), BlindTwin.blind()), listener);
    }
    BlindLevels.write(
        work,
        options.places().size(),
        place.name(),
        List.of(PlayBlind.SEEING, PlayBlind.BLIND),
        episodes);
    ExperimentEffects.write(
        work, options.places().size(), effects(place.name(), world, episodes, goals));
  }

  /** A goal that was in sight and is there still, but no longer in sight, was left behind. */
  private void look(EditableWorld world, WorldTree.Node node, Goal goal) {
    world.restore(node.snapshot());
    boolean inSight = world.editor().sight(options.goal()).present();
    if (goal.seen && !inSight && world.editor().has(options.goal())) goal.left = true;
    goal.seen |= inSight;
  }

  private List<ExperimentEffects.Effect> effects(
      String place, EditableWorld world, List<TwinEpisode> episodes, Map<String, Goal> goals) {
    List<String> reached = new ArrayList<>();
    world.editor().causes().stream()
        .filter(cause -> cause.success())
        .forEach(cause -> reached.add(cause.name()));
    int n = episodes.size() / 2;
    double[] base = new double[n];
    double[] difference = new double[n];
    double[] passed = new double[n];
    for (int i = 0; i < n; i++) {
      TwinEpisode seeing = episodes.get(2 * i);
      base[i] = seeing.undiscounted();
      difference[i] = episodes.get(2 * i + 1).undiscounted() - base[i];
      Goal goal = goals.getOrDefault(seeing.level() + " 0", new Goal());
      passed[i] = goal.left && !reached.contains(seeing.cause()) ? 1 : 0;
    }
    return List.of(
        effect(place, RETURN, base),
        effect(place, WORTH, difference),
        effect(place, PASSED, passed));
  }

  private ExperimentEffects.Effect effect(String place, String quantity, double[] values) {
    return ExperimentEffects.Effect.of(
        options.goal(),
        place,
        quantity,
        BootstrapInterval.ofMean(
            values,
            new BootstrapInterval.Options(
                LEVEL, options.draws(), Seeds.of(options.seed(), "goal " + place + quantity))));
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(work);
    ExperimentEffects.draw(
        work,
        effects,
        each -> each.quantity().equals(WORTH),
        new EffectIntervals.Words(
            "worth-of-the-goal",
            "What is seeing the goal worth, wherever it lies?",
            "The same levels with the same random numbers, played by the agent as it is and by a"
                + " twin whose decisions are read from a memory that never saw the goal; mean"
                + " difference of the return with its 95 % bootstrap interval over levels, by where"
                + " it lies.",
            "return without seeing it, less return as it is"));
    Map<String, Double> metrics = new HashMap<>();
    for (ExperimentEffects.Effect each : effects) {
      String of =
          switch (each.quantity()) {
            case WORTH -> "blind_minus_seeing_";
            case PASSED -> "passed_";
            default -> "return_";
          };
      metrics.put(of + each.variant(), each.value());
      metrics.put(of + each.variant() + "_low", each.low());
      metrics.put(of + each.variant() + "_high", each.high());
    }
    return metrics;
  }
}
