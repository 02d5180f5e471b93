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
 * Resamples an agent's memory: in states that have a feature in view, the state or one direction of
 * it is replaced by that of another episode, which shares the feature, having it in view as well,
 * or lacks it. Two kinds of states lack it: those of episodes without it in view, and the sharing
 * state's twin, which reads the same course redrawn without it. A direction that holds the feature,
 * and little else that decisions rest on, changes them more when the feature is lacking; random
 * directions are the control.
 *
 * @param name of the stage
 * @param studied the agent, with the components of its states
 * @param edits the stage that edits worlds, for the directions in which edits move the state
 * @param options what is patched
 */
public record ResampleStates(String name, EditWorlds.Watcher studied, String edits, Options options)
    implements Stage {
  static final double LEVEL = 0.95;
  private static final int NEXT_EXPERIMENT = 100_000_000;

  static final String SHARING = "total variation of the policy, sharing";
  static final String UNSEEN = "total variation of the policy, sharing but redrawn";
  static final String POLICY = "total variation of the policy, redrawn less sharing";
  static final String RETURN = "return from there on, redrawn less sharing";
  static final String LACKING = "total variation of the policy, lacking less sharing";

  /**
   * What decides the patches beside the agent.
   *
   * @param seed root seed
   * @param subject the world, and how the agent is read
   * @param features that states have in view or not
   * @param levels from whose play states are taken
   * @param firstLevel seed of the first level
   * @param maxSteps steps after which an episode is cut off, or 0
   * @param every one of so many states is picked
   * @param states most states that are patched
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
      int every,
      int states,
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
          stories.firstLevel() + 5 * NEXT_EXPERIMENT,
          stories.maxSteps(),
          stories.editEvery(),
          request.states(),
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
    return List.of(studied.agent(), studied.reduction(), edits);
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
      ResamplingTrial trial = new ResamplingTrial(options, feature, player);
      if (trial.seenOften()) effects.addAll(trial.effects(projector, work.input(edits)));
      else work.note("nothing is resampled of " + feature + ": too few states have it in view");
    }
    ExperimentEffects.write(work, options.features().size(), effects);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(work);
    ExperimentEffects.draw(
        work,
        effects,
        each -> each.quantity().equals(POLICY),
        new EffectIntervals.Words(
            "resampling",
            "Which directions of the state hold a feature for decisions?",
            "In states with a feature in view, a direction of the state, or all of it, is replaced"
                + " by that of another episode that shares the feature. How much more the policy"
                + " changes when that episode is redrawn without the feature, with 95 % bootstrap"
                + " intervals over levels.",
            "total variation of the policy, redrawn less sharing"));
    return Map.of("effects", (double) effects.size());
  }
}
