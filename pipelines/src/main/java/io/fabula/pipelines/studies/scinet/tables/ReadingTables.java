package io.fabula.pipelines.studies.scinet.tables;

import io.fabula.analysis.causal.FalseDiscovery;
import io.fabula.analysis.scinet.MainEffects;
import io.fabula.analysis.scinet.Representation;
import io.fabula.analysis.scinet.UntrainedEncoders;
import io.fabula.envs.coordinates.CoordinateWorld.Coordinate;
import io.fabula.model.scinet.Ablation;
import io.fabula.model.scinet.LatentTable;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Tables of what was read out of the networks. */
public final class ReadingTables {
  /** One row per latent. */
  public static final String LATENTS = "latents.parquet";

  /** One row per agent and latent. */
  public static final String KEPT = "kept.parquet";

  /** One row per encoder that learned nothing, and latent. */
  public static final String UNTRAINED = "untrained.parquet";

  /** One row per condition. */
  public static final String CONDITIONS = "conditions.parquet";

  private static final TableSchema LATENT_ROWS =
      new TableSchema(
          "latents",
          2,
          "A latent: whether it is in use, and what it says.",
          List.of(
              Column.of("latent", Column.Type.INT16),
              Column.of("noise", Column.Type.DOUBLE).doc("log noise over signal at the encoder"),
              Column.of("active", Column.Type.BOOLEAN).doc("noise below 0"),
              Column.of("deviation", Column.Type.DOUBLE).doc("deviation over all states"),
              Column.of("coordinate", Column.Type.STRING).doc("the one that explains most of it"),
              Column.of("share", Column.Type.DOUBLE).doc("share of variance that it explains"),
              Column.of("named", Column.Type.BOOLEAN).doc("share at least 0.95"),
              Column.of("duplicate", Column.Type.BOOLEAN)
                  .doc("another latent of less noise says the same"),
              Column.optional("p_untrained", Column.Type.DOUBLE)
                  .doc(
                      "probability that an encoder that learned nothing has a latent of this share,"
                          + " after control of the false discovery rate over latents in use;"
                          + " missing for others")));

  private static final TableSchema UNTRAINED_ROWS =
      new TableSchema(
          "untrained",
          1,
          "A latent of an encoder that learned nothing: what it says.",
          List.of(
              Column.of("encoder", Column.Type.INT16).doc("from 1"),
              Column.of("latent", Column.Type.INT16),
              Column.of("coordinate", Column.Type.STRING).doc("the one that explains most of it"),
              Column.of("share", Column.Type.DOUBLE).doc("share of variance that it explains")));

  private static final TableSchema KEPT_ROWS =
      new TableSchema(
          "kept",
          1,
          "An agent and a latent in use: whether the agent keeps it.",
          List.of(
              Column.of("agent", Column.Type.INT16).doc("from 1"),
              Column.of("latent", Column.Type.INT16),
              Column.of("noise", Column.Type.DOUBLE).doc("log noise over signal at the decoder"),
              Column.of("bits", Column.Type.DOUBLE).doc("capacity of the channel").unit("bits"),
              Column.of("kept", Column.Type.BOOLEAN),
              Column.of("undecided", Column.Type.BOOLEAN).doc("noise within 0.5 of 0"),
              Column.of("loss", Column.Type.DOUBLE).doc("smooth L1 with all latents, no noise"),
              Column.of("loss_without", Column.Type.DOUBLE)
                  .doc("the same with this latent replaced by its mean"),
              Column.of("needed", Column.Type.BOOLEAN).doc("the loss rises without it")));

  private static final TableSchema CONDITION_ROWS =
      new TableSchema(
          "conditions",
          1,
          "A condition of a result as published, and whether it is met.",
          List.of(
              Column.of("condition", Column.Type.STRING),
              Column.of("met", Column.Type.BOOLEAN),
              Column.of("evidence", Column.Type.STRING)));

  private final StageWork work;
  private final List<Coordinate> coordinates;

  /**
   * @param work of the stage that writes
   * @param coordinates of the world
   */
  public ReadingTables(StageWork work, List<Coordinate> coordinates) {
    this.work = work;
    this.coordinates = coordinates;
  }

  /** All rows of the latents' table. */
  public static List<Row> latents(Path file) {
    return ScinetTables.rows(file, LATENT_ROWS);
  }

  /** All rows of the agents' table. */
  public static List<Row> kept(Path file) {
    return ScinetTables.rows(file, KEPT_ROWS);
  }

  /** All rows of the encoders that learned nothing. */
  public static List<Row> untrained(Path file) {
    return ScinetTables.rows(file, UNTRAINED_ROWS);
  }

  /** All conditions. */
  public static List<Row> conditions(Path file) {
    return ScinetTables.rows(file, CONDITION_ROWS);
  }

  /** Writes everything. */
  public void write(
      LatentTable table,
      Representation representation,
      UntrainedEncoders untrained,
      List<Ablation> ablations,
      List<Representation.Condition> conditions)
      throws Exception {
    MainEffects effects = representation.effects();
    double[] probabilities = probabilities(representation, untrained);
    work.table(
        LATENTS,
        LATENT_ROWS,
        rows -> {
          for (int k = 0; k < representation.latents(); k++) {
            int strongest = effects.strongest(k);
            rows.write(
                k,
                representation.encoderNoise(k),
                representation.active(k),
                table.deviation(k),
                coordinates.get(strongest).name(),
                effects.share(k, strongest),
                effects.label(k) >= 0,
                representation.duplicates().contains(k),
                Double.isNaN(probabilities[k]) ? null : probabilities[k]);
          }
        });
    work.table(
        KEPT,
        KEPT_ROWS,
        rows -> {
          for (int e = 0; e < representation.agents(); e++) {
            for (int k : representation.active()) {
              rows.write(
                  e + 1,
                  k,
                  representation.noise(e, k),
                  Representation.capacity(representation.noise(e, k)),
                  representation.keeps(e, k),
                  representation.undecided(e, k),
                  ablations.get(e).base(),
                  ablations.get(e).without()[k],
                  ablations.get(e).needs(k));
            }
          }
        });
    work.table(
        UNTRAINED,
        UNTRAINED_ROWS,
        rows -> {
          for (int i = 0; i < untrained.encoders(); i++) {
            MainEffects each = untrained.effects(i);
            for (int k = 0; k < representation.latents(); k++) {
              int strongest = each.strongest(k);
              rows.write(i + 1, k, coordinates.get(strongest).name(), each.share(k, strongest));
            }
          }
        });
    work.table(
        CONDITIONS,
        CONDITION_ROWS,
        rows -> {
          for (Representation.Condition each : conditions) {
            rows.write(each.text(), each.met(), each.evidence());
          }
        });
  }

  private static double[] probabilities(
      Representation representation, UntrainedEncoders untrained) {
    MainEffects effects = representation.effects();
    List<Integer> active = representation.active();
    double[] adjusted =
        FalseDiscovery.adjust(
            active.stream()
                .mapToDouble(k -> untrained.probabilityOf(effects.share(k, effects.strongest(k))))
                .toArray());
    double[] probabilities = new double[representation.latents()];
    Arrays.fill(probabilities, Double.NaN);
    for (int i = 0; i < adjusted.length; i++) probabilities[active.get(i)] = adjusted[i];
    return probabilities;
  }
}
