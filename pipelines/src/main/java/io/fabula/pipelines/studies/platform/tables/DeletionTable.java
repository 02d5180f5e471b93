package io.fabula.pipelines.studies.platform.tables;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.List;

/** What giving one feature other values changed. */
public final class DeletionTable {
  /** One row per decision, feature and place. */
  public static final TableSchema EFFECTS =
      new TableSchema(
          "platform_deletion_effects",
          1,
          "A decision, a feature, and what giving it other values changed on average.",
          List.of(
              Column.of("episode", Column.Type.INT32).doc("number of the recorded episode"),
              Column.of("t", Column.Type.INT32).doc("step in the episode, from 0"),
              Column.of("place", Column.Type.STRING)
                  .doc("network: in what the network sees; world: in the world itself"),
              Column.of("feature", Column.Type.STRING).doc("the feature that was changed"),
              Column.of("values", Column.Type.INT32)
                  .doc("other values that it was given; 0 where it has no other"),
              Column.optional("action_changed", Column.Type.DOUBLE)
                  .doc("share of these values with which another action was chosen"),
              Column.optional("parameter_changed", Column.Type.DOUBLE)
                  .doc(
                      "mean change of the first chosen action's parameter, as a share of its"
                          + " range"),
              Column.optional("return_changed", Column.Type.DOUBLE)
                  .doc("mean absolute change of how far the episode gets, 1 is the goal")));

  /** One row per way of measuring importance, place and outcome. */
  public static final TableSchema FINDINGS =
      new TableSchema(
          "platform_deletion_findings",
          1,
          "Whether the feature called most important changes more than others do.",
          List.of(
              Column.of("importance", Column.Type.STRING).doc("how importance was measured"),
              Column.of("place", Column.Type.STRING).doc("network or world"),
              Column.of("outcome", Column.Type.STRING).doc("what was compared"),
              Column.of("decisions", Column.Type.INT32).doc("decisions that could be judged"),
              Column.of("episodes", Column.Type.INT32).doc("episodes that they come from"),
              Column.of("top", Column.Type.DOUBLE).doc("mean effect of the most important feature"),
              Column.of("others", Column.Type.DOUBLE).doc("mean effect of all others"),
              Column.of("random", Column.Type.DOUBLE).doc("mean effect of a random feature"),
              Column.of("top_minus_others", Column.Type.DOUBLE)
                  .doc("mean difference over episodes"),
              Column.of("top_minus_others_low", Column.Type.DOUBLE)
                  .doc("lower end of its 95 % interval"),
              Column.of("top_minus_others_high", Column.Type.DOUBLE).doc("upper end of it"),
              Column.of("top_minus_random", Column.Type.DOUBLE)
                  .doc("mean difference over episodes"),
              Column.of("top_minus_random_low", Column.Type.DOUBLE)
                  .doc("lower end of its 95 % interval"),
              Column.of("top_minus_random_high", Column.Type.DOUBLE).doc("upper end of it"),
              Column.optional("rank_correlation", Column.Type.DOUBLE)
                  .doc("mean of Spearman's correlation of importances and effects")));

  private DeletionTable() {}
}
