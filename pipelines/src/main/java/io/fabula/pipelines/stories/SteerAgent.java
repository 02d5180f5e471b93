package io.fabula.pipelines.stories;

import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
  static final double LEVEL = 0.95;
  static final long NEXT_EXPERIMENT = 100_000_000;

  /** One of so many states is looked at for what steering changes at once. */
  static final int EVERY = 5;

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

  @Override
  public void run(ShardWork work) throws Exception {
    String feature = options.features().get(work.shard());
    Projector projector = ProjectionTable.read(work.input(studied.reduction()));
    List<ExperimentEffects.Effect> effects = new ArrayList<>();
    try (RecurrentNetwork network = options.subject().agent(work.input(studied.agent()));
        SteppingAgent player = new SteppingAgent(network)) {
      SteeringTrial trial = new SteeringTrial(options, feature, player);
      if (trial.noticed()) effects.addAll(trial.effects(projector));
      else work.note("no steering by " + feature + ": it was never in view, or never noticed");
    }
    ExperimentEffects.write(work, options.features().size(), effects);
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
