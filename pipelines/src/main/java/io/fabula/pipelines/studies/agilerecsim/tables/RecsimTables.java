package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.List;

/** What trainings, evaluations and explanations of agents that show slates found. */
public final class RecsimTables {
  private static final Column RUN =
      Column.of("run_id", Column.Type.STRING).doc("the stage that measured");
  private static final Column AGENT =
      Column.of("agent", Column.Type.STRING).doc("name of the agent");
  private static final Column SEED =
      Column.of("seed", Column.Type.INT64).doc("seed of the agent's training");
  private static final Column DECISION =
      Column.of("decision", Column.Type.INT32)
          .doc("number of the decision, each of an episode of its own");

  /** One row per number of an epoch. */
  public static final TableSchema METRICS =
      new TableSchema(
          "recsim_metrics",
          1,
          "A number of an agent in an epoch of its training, or after it.",
          List.of(
              RUN,
              AGENT,
              SEED,
              Column.of("epoch", Column.Type.INT64)
                  .doc("epoch, from 0; the number of all after training"),
              Column.of("split", Column.Type.STRING)
                  .doc("training (with exploration), or greedy on train or test items"),
              Column.of("metric", Column.Type.STRING).doc("what is measured"),
              Column.of("value", Column.Type.DOUBLE)
                  .doc("mean over users, and over episodes if several")));

  /** One row per episode of an evaluation. */
  public static final TableSchema EPISODES =
      new TableSchema(
          "recsim_episodes",
          2,
          "A greedy episode of all users after the training.",
          List.of(
              RUN,
              AGENT,
              SEED,
              Column.of("split", Column.Type.STRING).doc("train or test items"),
              Column.of("episode", Column.Type.INT32)
                  .doc("number of the episode; the same for all agents"),
              Column.of("reward", Column.Type.DOUBLE)
                  .doc("sum of a user's rewards, mean over users"),
              Column.of("steps", Column.Type.INT32).doc("steps of the longest user"),
              Column.of("cpr", Column.Type.DOUBLE).doc("mean CPR score of the slates"),
              Column.of("specificity", Column.Type.DOUBLE).doc("mean specificity of the slates"),
              Column.optional("inter_session_diversity", Column.Type.DOUBLE)
                  .doc(
                      "share of a slate that another user's slate of the same step does not hold,"
                          + " mean; none of one user")));

  /** One row per network of the probe. */
  public static final TableSchema PROBE =
      new TableSchema(
          "recsim_probe",
          1,
          "How well a network tells the items of the commonest category of a set.",
          List.of(
              Column.of("network", Column.Type.STRING).doc("name of the network"),
              Column.of("steps", Column.Type.INT32).doc("gradient steps"),
              Column.of("split", Column.Type.STRING).doc("train or test items"),
              Column.of("accuracy", Column.Type.DOUBLE).doc("share of items on the right side"),
              Column.of("top", Column.Type.DOUBLE)
                  .doc("share of sets whose highest item is of a commonest category")));

  /** One row per pair of candidates and slot. */
  public static final TableSchema ATTENTION =
      new TableSchema(
          "recsim_attention",
          1,
          "How much a candidate looks at another, second layer.",
          List.of(
              RUN,
              AGENT,
              SEED,
              DECISION,
              Column.of("slot", Column.Type.INT32)
                  .doc("position of the slate that is being filled, from 0"),
              Column.of("item", Column.Type.INT32).doc("id of the candidate that looks"),
              Column.of("category", Column.Type.INT32).doc("its main category"),
              Column.of("other", Column.Type.INT32).doc("id of the candidate that is looked at"),
              Column.of("other_category", Column.Type.INT32).doc("its main category"),
              Column.of("weight", Column.Type.DOUBLE).doc("weight; those of an item sum to 1")));

  /** One row per change of a set. */
  public static final TableSchema INTERVENTIONS =
      new TableSchema(
          "recsim_interventions",
          1,
          "What it does to a decision when a candidate is taken out or added.",
          List.of(
              RUN,
              AGENT,
              SEED,
              DECISION,
              Column.of("item", Column.Type.INT32).doc("id of the item that is taken out or added"),
              Column.of("category", Column.Type.INT32).doc("its main category"),
              Column.of("commonest", Column.Type.BOOLEAN)
                  .doc("whether that is a commonest category of the set as it was"),
              Column.of("added", Column.Type.BOOLEAN).doc("whether it is added; else taken out"),
              Column.of("in_slate", Column.Type.BOOLEAN)
                  .doc("whether it is in the slate of the set that holds it"),
              Column.of("replaced", Column.Type.INT32)
                  .doc("other items of the slate that the change drives out"),
              Column.of("value_change", Column.Type.DOUBLE)
                  .doc("mean absolute change of the other candidates' values, first position"),
              Column.of("click_change", Column.Type.DOUBLE)
                  .doc("change of the chance that the user clicks at all"),
              Column.optional("attention", Column.Type.DOUBLE)
                  .doc("how much the item is looked at before it is taken out, mean weight")));

  /** One row per episode in which an agent of a learned world is judged. */
  public static final TableSchema JUDGEMENTS =
      new TableSchema(
          "policy_judgements",
          1,
          "An episode of an agent of a learned world, under the model and under the rule.",
          List.of(
              Column.of("agent", Column.Type.STRING).doc("name of the agent, or random"),
              Column.optional("seed", Column.Type.INT64)
                  .doc("seed of the agent's training; none of random slates"),
              Column.of("split", Column.Type.STRING).doc("train or test items"),
              Column.of("episode", Column.Type.INT32)
                  .doc("number of the episode; the same for all agents"),
              Column.of("learned", Column.Type.DOUBLE).doc("reward by the model of clicks"),
              Column.optional("truth", Column.Type.DOUBLE)
                  .doc("reward by the rule of the clicks, where it is known")));

  /** One row per agent and way to tell the chance of a first click. */
  public static final TableSchema FIRST_CLICKS =
      new TableSchema(
          "policy_first_clicks",
          1,
          "The chance of a click in an agent's first step, as it is and as a log tells it.",
          List.of(
              AGENT,
              SEED,
              Column.of("way", Column.Type.STRING)
                  .doc("truth, direct, inverse_propensity or doubly_robust"),
              Column.of("mean", Column.Type.DOUBLE).doc("mean over first steps"),
              Column.optional("low", Column.Type.DOUBLE).doc("lower end of its 95 % interval"),
              Column.optional("high", Column.Type.DOUBLE).doc("upper end of it")));

  private RecsimTables() {}
}
