package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.random.Seeds;
import io.fabula.model.actorcritic.ActorCriticOptions;
import io.fabula.model.actorcritic.ActorCriticTrainer;
import io.fabula.model.actorcritic.Pursuit;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.chunks.ResumableStage;
import io.fabula.pipelines.chunks.ResumableWork;
import io.fabula.pipelines.mediation.settings.PolicySettings;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Trains a policy to complete the world's task. Taken is the one that reached a middling running
 * mean of successes: the returns of a perfect one hardly vary, those of a poor one are nearly
 * always 0. Fresh episodes confirm it, if asked ({@link ConfirmedPolicy}). The training's state at
 * that moment is kept, so that it can be gone on with.
 *
 * @param name of the stage
 * @param options what decides the result
 */
public record TrainPolicy(String name, Options options) implements ResumableStage {
  /** The taken policy of a seed, {@code agent/seed-000.safetensors}. */
  static final String AGENT = "agent";

  /** Policies at running means of successes, {@code snapshot-0.8/seed-000.safetensors}. */
  static final String SNAPSHOT = "snapshot-";

  /** The training's state when it was taken. */
  static final String CHECKPOINT = "checkpoint";

  /** The training's log. */
  static final String LOG = "log";

  /** Columns of the log. */
  public static final TableSchema LOG_SCHEMA = Agents.LOG;

  /** Metric of a seed: steps until the policy was taken. */
  static final String TAKEN_STEPS = "taken_steps_";

  /** Metric of a seed: steps until training ended. */
  static final String STEPS = "steps_";

  private static final String TAKEN_FILE = "taken.safetensors";

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param worlds where
   * @param seeds how many policies
   * @param policy how they are trained
   */
  public record Options(long seed, ObjectWorlds worlds, int seeds, PolicySettings policy)
      implements Serializable {}

  @Override
  public int version() {
    return 4;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.seeds();
  }

  /** The trainer of a seed, at its beginning. */
  static ActorCriticTrainer trainer(
      long seed, ObjectWorlds worlds, PolicySettings policy, ActorCriticOptions how, int number) {
    long own = Seeds.of(seed, "train-policy", number);
    return new ActorCriticTrainer(
            Agents.create(worlds, policy, Seeds.of(own, "network")),
            worlds::make,
            new Pursuit.Reward(),
            Agents.milestone(worlds),
            how,
            own)
        .keepingIf(
            new ConfirmedPolicy(
                worlds,
                policy.takenAt(),
                policy.confirmingEpisodes(),
                how.worlds() * how.steps(),
                own));
  }

  @Override
  public ResumableWork open(Function<String, Artifact> inputs, int shard, Path directory) {
    return training(shard, directory);
  }

  private PolicyTraining training(int shard, Path directory) {
    return new PolicyTraining(
        trainer(
            options.seed(), options.worlds(), options.policy(), options.policy().options(), shard),
        Optional.of(
            new PolicyTraining.Kept(options.policy().takenAt(), directory.resolve(TAKEN_FILE))));
  }

  @Override
  public void run(ShardWork work) throws Exception {
    ActorCriticOptions how = options.policy().options();
    try (PolicyTraining training = training(work.shard(), work.checkpoints())) {
      ActorCriticTrainer trainer = training.trainer();
      FreshMeasurements fresh = Agents.measurements(name, LOG, work.shard(), trainer.log());
      training.carry(work.checkpoints(), () -> report(work, trainer, how, fresh), work::note);
      Optional<ActorCriticTrainer.Snapshot> taken = training.snapshot(options.policy().takenAt());
      if (taken.isEmpty()) {
        throw new WorkProblem(
            "seed %d reached a running mean of %.3f successes in %,d steps, not policy.taken_at %s%s; raise policy.maximum_steps or lower policy.taken_at"
                .formatted(
                    work.shard(),
                    trainer.success(),
                    trainer.steps(),
                    options.policy().takenAt(),
                    options.policy().confirmingEpisodes() == 0
                        ? ""
                        : " confirmed by policy.confirming_episodes "
                            + options.policy().confirmingEpisodes()));
      }
      ActorCriticTrainer.Snapshot snapshot = taken.get();
      work.tensors(SeedShards.part(AGENT, work.shard(), "safetensors"), snapshot.agent());
      for (ActorCriticTrainer.Snapshot each : trainer.snapshots()) {
        work.tensors(
            SeedShards.part(SNAPSHOT + each.level(), work.shard(), "safetensors"), each.agent());
        work.metric(SNAPSHOT + each.level() + "_steps_" + work.shard(), (double) each.steps());
      }
      TensorFile state = TensorFile.readSealed(work.checkpoints().resolve(TAKEN_FILE));
      work.write(
          SeedShards.part(CHECKPOINT, work.shard(), "safetensors"),
          Part.Kind.OTHER,
          file -> {
            state.writeSealed(file);
            return ShardWork.Content.NONE;
          });
      work.table(
          SeedShards.part(LOG, work.shard(), "parquet"),
          Agents.LOG,
          table -> Agents.write(table, trainer.log()));
      work.metric(TAKEN_STEPS + work.shard(), (double) snapshot.steps());
      work.metric(STEPS + work.shard(), (double) trainer.steps());
      work.metric("success_" + work.shard(), trainer.success());
    }
  }

  private static void report(
      ShardWork work, ActorCriticTrainer trainer, ActorCriticOptions how, FreshMeasurements fresh) {
    work.progress(
        trainer.steps(),
        how.maximumSteps(),
        "steps",
        () -> "%.2f succeed".formatted(trainer.success()),
        fresh);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return SeedShards.metrics(work);
  }
}
