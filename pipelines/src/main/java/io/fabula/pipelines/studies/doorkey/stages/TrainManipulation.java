package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.random.Seeds;
import io.fabula.model.actorcritic.ActorCriticOptions;
import io.fabula.model.actorcritic.ActorCriticTrainer;
import io.fabula.model.actorcritic.Pursuit;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.studies.doorkey.settings.ManipulationSettings;
import io.fabula.pipelines.studies.doorkey.settings.PolicySettings;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Trains a policy that makes the learned variable happen; the world's reward is ignored.
 *
 * @param name of the stage
 * @param recorded the stage that recorded the states that the variable was learned on
 * @param learned the stage that learned the variable
 * @param options what decides the result
 */
public record TrainManipulation(String name, String recorded, String learned, Options options)
    implements Stage {
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
   * @param size cells per side
   * @param seeds how many policies
   * @param policy how they are trained
   * @param manipulation what is otherwise
   */
  public record Options(
      long seed, int size, int seeds, PolicySettings policy, ManipulationSettings manipulation)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(recorded, learned);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.seeds();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int seed = work.shard();
    byte[] states =
        RecordEpisodes.visits(work.input(recorded), DoorKeyView.OBJECTS, seed).bytes("states");
    Firing firing;
    try (DetectorNetwork detector =
        DetectorNetwork.load(
            TensorFile.read(
                SeedShards.file(
                    work.input(learned), Variant.OBJECTS.part(), seed, "safetensors")))) {
      firing = new Firing(detector, DoorKeyView.OBJECTS, states);
    }
    boolean drawn = options.manipulation().fire() == ManipulationSettings.Fire.SAMPLE;
    ActorCriticOptions how =
        options
            .policy()
            .options()
            .until(options.manipulation().stopAt(), options.manipulation().maximumSteps());
    long own = Seeds.of(options.seed(), "train-manipulation", seed);
    try (ActorCriticTrainer trainer =
        new ActorCriticTrainer(
            Agents.create(options.size(), options.policy(), Seeds.of(own, "network")),
            () -> Agents.world(options.size()),
            new Pursuit.Event(firing, drawn),
            Agents::unlocked,
            how,
            own)) {
      FreshMeasurements fresh = Agents.measurements(name, LOG, seed, trainer.log());
      boolean finished =
          new TrainingRun(trainer, work.checkpoints())
              .run(
                  () ->
                      work.progress(
                          trainer.steps(),
                          how.maximumSteps(),
                          "steps",
                          () -> "%.2f make it happen".formatted(trainer.success()),
                          fresh),
                  work::note);
      if (!finished) throw new InterruptedException("training was interrupted");
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
