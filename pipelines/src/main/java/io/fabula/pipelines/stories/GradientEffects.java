package io.fabula.pipelines.stories;

import io.fabula.analysis.stories.GradientAgreement;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of a simulator's gradients beside what pushes do in the real world. */
public final class GradientEffects {
  /** Steps of a course before its state is pushed. */
  public static final int PUSHED_AFTER = 2;

  /** Steps from the push to what it changes. */
  public static final List<Integer> LAGS = List.of(1, 2, 4, 7);

  private static final String DIRECTORY = "gradient_effects";

  /**
   * What moving the state along a direction by one standard deviation changes some steps later: by
   * the simulator's gradients, with the environment's response to other actions cut, and in the
   * real world from the same recorded beginning.
   *
   * @param sample id of the simulated rollout
   * @param episode recorded episode that it began from
   * @param direction its name
   * @param lag steps from the push
   * @param gradient change of the components by the gradients
   * @param push the same in the real world
   * @param actionGradient change of the mean log-probability of the action groups, nats
   * @param actionPush the same in the real world
   * @param valueGradient change of the value, in the agent's units
   * @param valuePush the same in the real world
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Effect(
      int sample,
      int episode,
      String direction,
      int lag,
      float[] gradient,
      float[] push,
      float[] actionGradient,
      float[] actionPush,
      double valueGradient,
      double valuePush) {}

  private GradientEffects() {}

  private static TableSchema schema(int ics, int groups) {
    return new TableSchema(
        "gradient_effects",
        1,
        "What moving the state along a direction changes later, simulated and real.",
        List.of(
            Column.of("sample", Column.Type.INT32).doc("id of the simulated rollout"),
            Column.of("episode", Column.Type.INT32).doc("recorded episode that it began from"),
            Column.of("direction", Column.Type.STRING).doc("name of the direction"),
            Column.of("lag", Column.Type.INT8).doc("steps from the push"),
            Column.array("gradient", Column.Type.FLOATS, ics)
                .doc("change of the components by the simulator's gradients"),
            Column.array("push", Column.Type.FLOATS, ics).doc("the same in the real world"),
            Column.array("action_gradient", Column.Type.FLOATS, groups)
                .doc("change of the mean log-probability of the action groups")
                .unit("nats"),
            Column.array("action_push", Column.Type.FLOATS, groups)
                .doc("the same in the real world")
                .unit("nats"),
            Column.of("value_gradient", Column.Type.DOUBLE)
                .doc("change of the value")
                .unit("scaled return"),
            Column.of("value_push", Column.Type.DOUBLE)
                .doc("the same in the real world")
                .unit("scaled return")));
  }

  /** Writes one shard's part. */
  public static void write(ShardWork work, int shards, int ics, int groups, List<Effect> effects)
      throws Exception {
    work.table(
        PartName.of(DIRECTORY, work.shard(), shards),
        schema(ics, groups),
        table -> {
          for (Effect each : effects) {
            table.write(
                each.sample(),
                each.episode(),
                each.direction(),
                each.lag(),
                each.gradient(),
                each.push(),
                each.actionGradient(),
                each.actionPush(),
                each.valueGradient(),
                each.valuePush());
          }
        });
  }

  /** All effects, in the order of shards. */
  public static List<Effect> read(Artifact artifact) {
    List<Effect> effects = new ArrayList<>();
    for (Path file : artifact.files(DIRECTORY)) {
      TableReader.Header header = TableReader.header(file);
      TableSchema schema =
          schema(header.shape("gradient").get(0), header.shape("action_gradient").get(0));
      TableReader.forEach(
          file,
          schema,
          row ->
              effects.add(
                  new Effect(
                      row.integer("sample"),
                      row.integer("episode"),
                      row.text("direction"),
                      row.integer("lag"),
                      row.floats("gradient"),
                      row.floats("push"),
                      row.floats("action_gradient"),
                      row.floats("action_push"),
                      row.number("value_gradient"),
                      row.number("value_push"))));
    }
    return effects;
  }

  /** Directions in the order in which they stand: components first. */
  static List<String> directions(List<Effect> effects) {
    return effects.stream().map(Effect::direction).distinct().toList();
  }

  /** The samples in which every direction was pushed and followed for so many steps. */
  static List<GradientAgreement.Sample> samples(List<Effect> effects, int lag) {
    List<String> directions = directions(effects);
    Map<Integer, List<Effect>> bySample = new TreeMap<>();
    for (Effect each : effects) {
      if (each.lag() != lag) continue;
      bySample.computeIfAbsent(each.sample(), sample -> new ArrayList<>()).add(each);
    }
    List<GradientAgreement.Sample> samples = new ArrayList<>();
    for (List<Effect> own : bySample.values()) {
      if (own.size() != directions.size()) continue;
      samples.add(
          new GradientAgreement.Sample(
              own.get(0).episode(),
              own.stream().map(Effect::gradient).toArray(float[][]::new),
              own.stream().map(Effect::push).toArray(float[][]::new)));
    }
    return samples;
  }
}
