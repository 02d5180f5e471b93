package io.fabula.pipelines.studies.actionsets;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** Tables of what changes of the set change. */
public final class EffectTables {
  /**
   * A change of the set and one action that stays.
   *
   * @param place columns that say where a state is
   */
  public static TableSchema effects(List<Column> place) {
    return new TableSchema(
        "set_effects",
        1,
        "A change of the set in a state, and what it changes for one of the other actions.",
        joined(
            place,
            Column.of("action", Column.Type.INT32).doc("id of the other action"),
            Column.of("probability", Column.Type.DOUBLE).doc("its probability before"),
            Column.of("probability_change", Column.Type.DOUBLE).doc("change of its probability"),
            Column.of("share_change", Column.Type.DOUBLE)
                .doc("change of its probability among the actions that both sets have"),
            Column.of("value_change", Column.Type.DOUBLE)
                .doc("change of the predicted value")
                .unit("scaled return"),
            Column.optional("attention_1", Column.Type.DOUBLE)
                .doc("weight of attention from the action to the one removed, first layer"),
            Column.optional("attention_2", Column.Type.DOUBLE)
                .doc("weight of attention from the action to the one removed, last layer")));
  }

  /**
   * A change of the set and what is earned with it.
   *
   * @param place columns that say where a state is
   */
  public static TableSchema returns(List<Column> place) {
    return new TableSchema(
        "set_returns",
        1,
        "A change of the set in a state, and what the agent earns from there with each set.",
        joined(
            place,
            Column.of("return_before", Column.Type.DOUBLE)
                .doc("mean of what is still earned with the set as it is")
                .unit("points"),
            Column.of("return_after", Column.Type.DOUBLE)
                .doc("mean of what is still earned with the changed set")
                .unit("points")));
  }

  private EffectTables() {}

  private static List<Column> joined(List<Column> place, Column... more) {
    List<Column> all =
        new ArrayList<>(
            List.of(
                Column.of("agent", Column.Type.STRING).doc("the agent"),
                Column.of("seed", Column.Type.INT64).doc("seed of its training"),
                Column.of("episode", Column.Type.INT32).doc("number of the episode"),
                Column.of("step", Column.Type.INT32).doc("step of the episode, from 0")));
    all.addAll(place);
    all.addAll(
        List.of(
            Column.of("set", Column.Type.STRING).doc("ids of the set in order"),
            Column.of("change", Column.Type.STRING).doc("remove, add or swap"),
            Column.of("removed", Column.Type.INT32).doc("id of the action that goes, or -1"),
            Column.of("added", Column.Type.INT32).doc("id of the action that comes, or -1")));
    all.addAll(List.of(more));
    return all;
  }
}
