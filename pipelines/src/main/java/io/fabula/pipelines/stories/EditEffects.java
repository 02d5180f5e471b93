package io.fabula.pipelines.stories;

import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of what edits of the world do to agents. */
final class EditEffects {
  static final String DIRECTORY = "edit_effects";

  /**
   * What an edit and its placebo changed in an agent, against the untouched world.
   *
   * @param agent 0 for the studied one, else the number of the untrained one
   * @param edit name of the edit
   * @param level seed of the level
   * @param step of the episode
   * @param lag observations since the edit, from 0
   * @param distance of the feature, cells; NaN if it is not in view
   * @param phase what the agent was at
   * @param edited change of the components by the edit, in their standard deviations
   * @param placebo the same by the placebo
   * @param groups change of the groups' probabilities by the edit
   * @param placeboGroups the same by the placebo
   * @param variation total variation of the policy by the edit
   * @param placeboVariation the same by the placebo
   * @param value change of the value by the edit, in the agent's units
   * @param placeboValue the same by the placebo
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  record Effect(
      int agent,
      String edit,
      long level,
      int step,
      int lag,
      double distance,
      String phase,
      float[] edited,
      float[] placebo,
      float[] groups,
      float[] placeboGroups,
      double variation,
      double placeboVariation,
      double value,
      double placeboValue) {}

  private EditEffects() {}

  static TableSchema schema(int ics, int groups) {
    return new TableSchema(
        "edit_effects",
        1,
        "What an edit of the world and its placebo changed in an agent that saw it.",
        List.of(
            Column.of("agent", Column.Type.INT16)
                .doc("0 for the studied agent, else the number of an untrained one"),
            Column.of("edit", Column.Type.STRING).doc("name of the edit"),
            Column.of("level", Column.Type.INT64).doc("seed of the level"),
            Column.of("step", Column.Type.INT32).doc("step of the episode, from 0"),
            Column.of("lag", Column.Type.INT8).doc("observations since the edit, from 0"),
            Column.optional("distance", Column.Type.DOUBLE)
                .doc("of the feature; missing if it is not in view")
                .unit("cells"),
            Column.of("phase", Column.Type.STRING).doc("what the agent was at"),
            Column.of("changed_edit", Column.Type.DOUBLE)
                .doc("share of what the studied agent is shown that the edit changes"),
            Column.of("changed_placebo", Column.Type.DOUBLE).doc("the same by the placebo"),
            components("ic_edit", "change of the components by the edit", ics),
            components("ic_placebo", "change of the components by the placebo", ics),
            components("group_edit", "change of the action groups' probabilities", groups),
            components("group_placebo", "the same by the placebo", groups),
            Column.of("variation_edit", Column.Type.DOUBLE)
                .doc("total variation of the policy by the edit"),
            Column.of("variation_placebo", Column.Type.DOUBLE).doc("the same by the placebo"),
            Column.of("value_edit", Column.Type.DOUBLE)
                .doc("change of the value by the edit")
                .unit("scaled return"),
            Column.of("value_placebo", Column.Type.DOUBLE)
                .doc("the same by the placebo")
                .unit("scaled return")));
  }

  private static Column components(String name, String doc, int size) {
    return Column.array(name, Column.Type.FLOATS, size).doc(doc);
  }

  static List<Effect> read(Artifact artifact) {
    List<Effect> effects = new ArrayList<>();
    for (Path file : artifact.files(DIRECTORY)) {
      TableReader.Header header = TableReader.header(file);
      TableSchema schema =
          schema(header.shape("ic_edit").get(0), header.shape("group_edit").get(0));
      TableReader.forEach(file, schema, row -> effects.add(effect(row)));
    }
    return effects;
  }

  private static Effect effect(Row row) {
    return new Effect(
        row.integer("agent"),
        row.text("edit"),
        row.longInteger("level"),
        row.integer("step"),
        row.integer("lag"),
        row.numberOrNaN("distance"),
        row.text("phase"),
        row.floats("ic_edit"),
        row.floats("ic_placebo"),
        row.floats("group_edit"),
        row.floats("group_placebo"),
        row.number("variation_edit"),
        row.number("variation_placebo"),
        row.number("value_edit"),
        row.number("value_placebo"));
  }
}
