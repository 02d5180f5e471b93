package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.Environment;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.model.actorcritic.ActorCriticLog;
import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.studies.FreshMeasurements;
import io.fabula.pipelines.studies.doorkey.settings.PolicySettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.CurveColumns;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The worlds and networks of the study's policies, and the log of their training. */
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
              Column.of("unlocked", Column.Type.DOUBLE)
                  .doc("running mean over episodes: the door was unlocked"),
              Column.optional("mean_length", Column.Type.DOUBLE)
                  .doc("mean length of the episodes that ended")
                  .unit("steps"),
              Column.of("policy_loss", Column.Type.DOUBLE).doc("as minimised"),
              Column.of("value_loss", Column.Type.DOUBLE).doc("mean squared error"),
              Column.of("entropy", Column.Type.DOUBLE).doc("mean of the policy").unit("nats"),
              Column.of("gradient_norm", Column.Type.DOUBLE).doc("before it was limited")));

  private Agents() {}

  static DoorKey world(int size) {
    return new DoorKey(size, DoorKeyView.PLANES);
  }

  static MlpNetwork create(int size, PolicySettings policy, long seed) {
    DoorKey world = world(size);
    return MlpNetwork.createByFanIn(
        MlpArchitecture.of(
            world.spec(), policy.hidden().stream().mapToInt(Integer::intValue).toArray()),
        seed);
  }

  static MlpNetwork load(Path file, int size) throws IOException {
    return MlpNetwork.load(TensorFile.read(file), world(size).spec());
  }

  static double unlocked(Environment world) {
    return DoorKeyEvent.UNLOCKED.holds((DoorKey) world) ? 1 : 0;
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
