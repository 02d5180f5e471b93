package io.fabula.pipelines.stories;

import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of what pushes of a state along directions do. */
final class PushEffects {
  static final String DIRECTORY = "push_effects";

  /**
   * What a push did, per standard deviation of the direction: half the difference of a push along
   * it and one against it, divided by the amount.
   *
   * @param agent 0 for the studied one, else the number of the untrained one
   * @param level seed of the level
   * @param direction its name
   * @param lag observations since the push; at 0 the pushed state is read at once
   * @param variation total variation of the policy, mean of both pushes; not divided
   * @param groups change of the action groups' probabilities
   * @param value change of the value, in the agent's units
   * @param along change along the direction itself, 1 at lag 0
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  record Effect(
      int agent,
      long level,
      String direction,
      int lag,
      double variation,
      float[] groups,
      double value,
      double along) {}

  private PushEffects() {}

  static TableSchema schema(int ics, int groups) {
    return new TableSchema(
        "push_effects",
        1,
        "What a push of an agent's state did in the real world, per standard deviation.",
        List.of(
            Column.of("agent", Column.Type.INT16)
                .doc("0 for the studied agent, else the number of an untrained one"),
            Column.of("level", Column.Type.INT64).doc("seed of the level"),
            Column.of("step", Column.Type.INT32).doc("step of the episode, from 0"),
            Column.of("direction", Column.Type.STRING).doc("name of the direction"),
            Column.of("lag", Column.Type.INT8).doc("observations since the push"),
            Column.of("variation", Column.Type.DOUBLE)
                .doc("total variation of the policy by the push, mean of both sides"),
            Column.array("groups", Column.Type.FLOATS, groups)
                .doc("change of the action groups' probabilities"),
            Column.of("value", Column.Type.DOUBLE).doc("change of the value").unit("scaled return"),
            Column.of("along", Column.Type.DOUBLE).doc("change along the direction itself"),
            Column.array("ic", Column.Type.FLOATS, ics).doc("change of the components")));
  }

  static List<Effect> read(Artifact artifact) {
    List<Effect> effects = new ArrayList<>();
    for (Path file : artifact.files(DIRECTORY)) {
      TableReader.Header header = TableReader.header(file);
      TableSchema schema = schema(header.shape("ic").get(0), header.shape("groups").get(0));
      TableReader.forEach(file, schema, row -> effects.add(effect(row)));
    }
    return effects;
  }

  private static Effect effect(Row row) {
    return new Effect(
        row.integer("agent"),
        row.longInteger("level"),
        row.text("direction"),
        row.integer("lag"),
        row.number("variation"),
        row.floats("groups"),
        row.number("value"),
        row.number("along"));
  }
}
