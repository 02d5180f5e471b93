package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.random.Seeds;
import io.fabula.model.actorcritic.ActorCriticOptions;
import io.fabula.model.actorcritic.ActorCriticTrainer;
import io.fabula.model.actorcritic.Pursuit;
import io.fabula.pipelines.chunks.ResumableStage;
import io.fabula.pipelines.chunks.ResumableWork;
import io.fabula.pipelines.mediation.settings.ManipulationSettings;
import io.fabula.pipelines.mediation.settings.PolicySettings;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.FreshMeasurements;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Trains a policy that makes the learned variable happen; the world's reward is ignored.
 *
 * @param name of the stage
 * @param recorded the stage that recorded the states that the variable was learned on
 * @param learned the stage that learned the variable
 * @param options what decides the result
 */
public record TrainManipulation(String name, String recorded, String learned, Options options)
    implements ResumableStage {
  /** The policy of a seed. */
  static final String AGENT = "agent";

  /** The training's log; its successes are episodes in which the variable fired. */
  static final String LOG = "log";

  /** Metric of a seed: steps until training ended. */
  static final String STEPS = "steps_";

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param worlds where
   * @param seeds how many policies
   * @param policy how they are trained
   * @param manipulation what is otherwise
   */
  public record Options(
      long seed,
      ObjectWorlds worlds,
      int seeds,
      PolicySettings policy,
      ManipulationSettings manipulation)
      implements Serializable {}

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(recorded, learned);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.seeds();
  }

  private ActorCriticOptions how() {
    return options
        .policy()
        .options()
        .until(options.manipulation().stopAt(), options.manipulation().maximumSteps());
  }

  @Override
  public ResumableWork open(Function<String, Artifact> inputs, int shard, Path directory)
      throws IOException {
    return training(firing(inputs, shard), shard);
  }

  private Firing firing(Function<String, Artifact> inputs, int shard) throws IOException {
    Artifact artifact = inputs.apply(learned);
    try (LearnedDetector detector =
        LearnedDetector.load(artifact, inputs.apply(recorded), Variant.variable(artifact), shard)) {
      return new Firing(detector.network(), detector.view(), detector.trainedOn());
    }
  }

  private PolicyTraining training(Firing firing, int shard) {
    boolean drawn = options.manipulation().fire() == ManipulationSettings.Fire.SAMPLE;
    long own = Seeds.of(options.seed(), "train-manipulation", shard);
    return new PolicyTraining(
        new ActorCriticTrainer(
            Agents.create(options.worlds(), options.policy(), Seeds.of(own, "network")),
            options.worlds()::make,
            new Pursuit.Event(firing, drawn),
            Agents.milestone(options.worlds()),
            how(),
            own),
        Optional.empty());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int seed = work.shard();
    Firing firing = firing(work::input, seed);
    try (PolicyTraining training = training(firing, seed)) {
      ActorCriticTrainer trainer = training.trainer();
      FreshMeasurements fresh = Agents.measurements(name, LOG, seed, trainer.log());
      training.carry(
          work.checkpoints(),
          () ->
              work.progress(
                  trainer.steps(),
                  how().maximumSteps(),
                  "steps",
                  () -> "%.2f make it happen".formatted(trainer.success()),
                  fresh),
          work::note);
      work.tensors(SeedShards.part(AGENT, seed, "safetensors"), trainer.model());
      work.table(
          SeedShards.part(LOG, seed, "parquet"),
          Agents.LOG,
          table -> Agents.write(table, trainer.log()));
      work.metric(STEPS + seed, (double) trainer.steps());
      work.metric("fired_" + seed, trainer.success());
      if (firing.unseen() > 0) {
        work.note(
            "seed %d met %d states that the variable was not learned on"
                .formatted(seed, firing.unseen()));
      }
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return SeedShards.metrics(work);
  }
}
