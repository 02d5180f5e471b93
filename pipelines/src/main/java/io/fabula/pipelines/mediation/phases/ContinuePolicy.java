package io.fabula.pipelines.mediation.phases;

import io.fabula.model.actorcritic.ActorCriticOptions;
import io.fabula.model.actorcritic.ActorCriticTrainer;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.mediation.settings.PolicySettings;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The baseline of an equal budget: goes on with the training of the taken policy for as many steps
 * as the policy that makes the variable happen took.
 *
 * @param name of the stage
 * @param trained the stage that trained the policies
 * @param manipulation the stage whose steps are matched
 * @param options what decides the result
 */
public record ContinuePolicy(String name, String trained, String manipulation, Options options)
    implements Stage {
  /** The policy of a seed. */
  static final String AGENT = "agent";

  private static final double NEVER = 2;

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
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(trained, manipulation);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.seeds();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int seed = work.shard();
    TensorFile state =
        TensorFile.readSealed(
            SeedShards.file(work.input(trained), TrainPolicy.CHECKPOINT, seed, "safetensors"));
    long before = (long) work.input(trained).manifest().metric(TrainPolicy.TAKEN_STEPS + seed);
    long extra = (long) work.input(manipulation).manifest().metric(TrainManipulation.STEPS + seed);
    ActorCriticOptions how = options.policy().options().until(NEVER, before + extra);
    Path checkpoint = work.checkpoints().resolve(TrainingRun.CHECKPOINT);
    if (!Files.exists(checkpoint)) state.writeSealed(checkpoint);
    try (ActorCriticTrainer trainer =
        TrainPolicy.trainer(options.seed(), options.worlds(), options.policy(), how, seed)) {
      boolean finished =
          new TrainingRun(trainer, work.checkpoints())
              .run(() -> work.progress(trainer.steps() - before, extra, "steps"), work::note);
      if (!finished) throw new InterruptedException("training was interrupted");
      work.tensors(SeedShards.part(AGENT, seed, "safetensors"), trainer.model());
      work.metric("steps_" + seed, (double) trainer.steps());
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return SeedShards.metrics(work);
  }
}
