package io.fabula.pipelines.mediation.phases;

import io.fabula.pipelines.mediation.settings.EpisodeSettings;
import io.fabula.pipelines.mediation.settings.ManipulationSettings;
import io.fabula.pipelines.mediation.settings.PolicySettings;
import io.fabula.pipelines.mediation.settings.VariableSettings;
import io.fabula.pipelines.stages.Stage;
import java.util.List;

/**
 * The stages of the three phases, which studies of several worlds share.
 *
 * @param seed root seed
 * @param worlds where
 * @param seeds how often all is done
 * @param policy the policy whose returns count, and its training
 * @param episodes what is recorded of it and of uniform play
 * @param variable how the variable is learned
 * @param manipulation the policy that makes the variable happen
 * @param judgedEpisodes episodes by which a policy is judged where nothing is exact
 */
public record PhaseChain(
    long seed,
    ObjectWorlds worlds,
    int seeds,
    PolicySettings policy,
    EpisodeSettings episodes,
    VariableSettings variable,
    ManipulationSettings manipulation,
    int judgedEpisodes) {
  /** What films of the informed agent are made from. */
  public static final FilmInformed.From FILMED =
      new FilmInformed.From(Phases.TRAIN, Phases.RECORD, Phases.LEARN, Phases.MANIPULATE);

  /** The stages, inputs before what reads them. */
  public List<Stage> stages() {
    return List.of(
        new TrainPolicy(Phases.TRAIN, new TrainPolicy.Options(seed, worlds, seeds, policy)),
        new RecordEpisodes(
            Phases.RECORD, Phases.TRAIN, new RecordEpisodes.Options(seed, worlds, seeds, episodes)),
        new LearnVariable(
            Phases.LEARN, Phases.RECORD, new LearnVariable.Options(seed, worlds, seeds, variable)),
        new TrainManipulation(
            Phases.MANIPULATE,
            Phases.RECORD,
            Phases.LEARN,
            new TrainManipulation.Options(seed, worlds, seeds, policy, manipulation)),
        new ContinuePolicy(
            Phases.CONTINUE,
            Phases.TRAIN,
            Phases.MANIPULATE,
            new ContinuePolicy.Options(seed, worlds, seeds, policy)),
        new EvaluatePolicies(
            Phases.EVALUATE,
            new EvaluatePolicies.From(
                Phases.TRAIN, Phases.RECORD, Phases.LEARN, Phases.MANIPULATE, Phases.CONTINUE),
            new EvaluatePolicies.Options(seed, worlds, seeds, judgedEpisodes)));
  }
}
