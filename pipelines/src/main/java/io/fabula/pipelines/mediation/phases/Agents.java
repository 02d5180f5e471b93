package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.model.actorcritic.ActorCriticLog;
import io.fabula.model.actorcritic.StateDetector;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.gru.GruArchitecture;
import io.fabula.model.gru.GruNetwork;
import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.mediation.settings.PolicySettings;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.CurveColumns;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The networks of the policies, and the log of their training. */
final class Agents {
  /** One row per update. */
  static final TableSchema LOG =
      new TableSchema(
          "actor_critic_log",
          1,
          "An update of an actor-critic.",
          List.of(
              Column.of("steps", Column.Type.INT64).doc("steps of all worlds so far"),
              Column.of("episodes", Column.Type.INT64).doc("episodes ended so far"),
              Column.of("success", Column.Type.DOUBLE)
                  .doc("running mean over episodes: goal reached, or the variable fired"),
              Column.of("milestone", Column.Type.DOUBLE)
                  .doc("running mean over episodes: the event that is followed happened"),
              Column.optional("mean_length", Column.Type.DOUBLE)
                  .doc("mean length of the episodes that ended")
                  .unit("steps"),
              Column.of("policy_loss", Column.Type.DOUBLE).doc("as minimised"),
              Column.of("value_loss", Column.Type.DOUBLE).doc("mean squared error"),
              Column.of("entropy", Column.Type.DOUBLE).doc("mean of the policy").unit("nats"),
              Column.of("gradient_norm", Column.Type.DOUBLE).doc("before it was limited")));

  private Agents() {}

  static LearnableNetwork create(ObjectWorlds worlds, PolicySettings policy, long seed) {
    EnvironmentSpec world = worlds.make().spec();
    return policy.memory() == 0
        ? MlpNetwork.createByFanIn(
            MlpArchitecture.of(
                world, policy.hidden().stream().mapToInt(Integer::intValue).toArray()),
            seed)
        : GruNetwork.create(
            GruArchitecture.of(world, policy.hidden().get(0), policy.memory()), seed);
  }

  static LearnableNetwork load(Path file, ObjectWorlds worlds) throws IOException {
    TensorFile agent = TensorFile.read(file);
    EnvironmentSpec world = worlds.make().spec();
    return GruNetwork.isIn(agent) ? GruNetwork.load(agent, world) : MlpNetwork.load(agent, world);
  }

  /** The policy of a seed that a stage trained. */
  static LearnableNetwork load(Artifact trained, String part, int seed, ObjectWorlds worlds)
      throws IOException {
    return load(SeedShards.file(trained, part, seed, "safetensors"), worlds);
  }

  /** The event that is followed in training. */
  static StateDetector milestone(ObjectWorlds worlds) {
    return event(worlds.events().indexOf(worlds.milestone()));
  }

  /** An event as a detector. */
  static StateDetector event(int event) {
    return world -> ((ObjectWorld) world).holds(event) ? 1 : 0;
  }

  /**
   * What a training measures, for whoever watches it.
   *
   * @param file directory of the stage's logs
   * @param seed number of the training
   */
  static FreshMeasurements measurements(String stage, String file, int seed, ActorCriticLog log) {
    String training = CurveColumns.ofFile(SeedShards.part(file, seed, "parquet"));
    return new FreshMeasurements(stage, training, LOG, ActorCriticLog.COLUMNS, log::rows);
  }

  static void write(TableWriter table, ActorCriticLog log) throws IOException {
    for (Object[] each : rows(log)) table.write(each);
  }

  /** The log as rows of {@link #LOG}. */
  static List<@Nullable Object[]> rows(ActorCriticLog log) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TrainingLog.Row each : log.rows()) {
      rows.add(
          new @Nullable Object[] {
            (long) each.get(ActorCriticLog.STEPS),
            (long) each.get(ActorCriticLog.EPISODES),
            each.get(ActorCriticLog.SUCCESS),
            each.get(ActorCriticLog.MILESTONE),
            each.find(ActorCriticLog.MEAN_LENGTH).isEmpty()
                ? null
                : each.get(ActorCriticLog.MEAN_LENGTH),
            each.get(ActorCriticLog.POLICY_LOSS),
            each.get(ActorCriticLog.VALUE_LOSS),
            each.get(ActorCriticLog.ENTROPY),
            each.get(ActorCriticLog.GRADIENT_NORM)
          });
    }
    return rows;
  }
}
