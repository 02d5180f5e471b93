package io.fabula.pipelines.studies.scinet.tables;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.analysis.figures.LinePanels;
import io.fabula.analysis.scinet.MainEffects;
import io.fabula.analysis.scinet.Representation;
import io.fabula.envs.coordinates.CoordinateWorld.Coordinate;
import io.fabula.model.scinet.Ablation;
import io.fabula.model.scinet.LatentTable;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Tables and figures of what was read out of the networks. */
public final class ReadingTables {
  /** One row per latent. */
  public static final String LATENTS = "latents.parquet";

  /** One row per agent and latent. */
  public static final String KEPT = "kept.parquet";

  /** One row per condition. */
  public static final String CONDITIONS = "conditions.parquet";

  private static final TableSchema LATENT_ROWS =
      new TableSchema(
          "latents",
          1,
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
                  .doc("another latent of less noise says the same")));

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

  /** All conditions. */
  public static List<Row> conditions(Path file) {
    return ScinetTables.rows(file, CONDITION_ROWS);
  }

  /** Writes everything. */
  public void write(
      LatentTable table,
      MainEffects effects,
      Representation representation,
      List<Ablation> ablations,
      List<Representation.Condition> conditions)
      throws Exception {
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
                representation.duplicates().contains(k));
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
        CONDITIONS,
        CONDITION_ROWS,
        rows -> {
          for (Representation.Condition each : conditions) {
            rows.write(each.text(), each.met(), each.evidence());
          }
        });
    drawNoise(representation, effects);
    if (!representation.active().isEmpty()) drawLatents(table, representation, effects);
  }

  private String latentName(MainEffects effects, int latent) {
    int label = effects.label(latent);
    return "%d (%s)".formatted(latent, label < 0 ? "mixed" : coordinates.get(label).name());
  }

  private void drawNoise(Representation representation, MainEffects effects) throws Exception {
    int latents = representation.latents();
    double[][] noise = new double[representation.agents() + 1][latents];
    List<String> rows = new ArrayList<>(List.of("encoder"));
    for (int k = 0; k < latents; k++) noise[0][k] = representation.encoderNoise(k);
    for (int e = 0; e < representation.agents(); e++) {
      rows.add("agent " + (e + 1));
      for (int k = 0; k < latents; k++) noise[e + 1][k] = representation.noise(e, k);
    }
    work.figure(
        HeatMap.of(
            Matrix.of(noise),
            rows,
            IntStream.range(0, latents).mapToObj(k -> latentName(effects, k)).toList(),
            new HeatMap.Words(
                "kept-and-dropped",
                "Which latents stay quiet for whom",
                "Noise parameters at the end: red latents are kept, blue ones drown in noise. An"
                    + " agent's noise has a meaning only where the encoder's is red.",
                "",
                "latent",
                "log noise over signal")));
  }

  /** Each latent in use over each coordinate, the others in the middle of the box. */
  private void drawLatents(LatentTable table, Representation representation, MainEffects effects)
      throws Exception {
    List<LinePanels.Line> lines = new ArrayList<>();
    for (int k : representation.active()) {
      for (int c = 0; c < coordinates.size(); c++) {
        int[] place = new int[coordinates.size()];
        for (int i = 0; i < place.length; i++) place[i] = coordinates.get(i).values() / 2;
        int values = coordinates.get(c).values();
        double[] x = new double[values];
        double[] y = new double[values];
        for (int value = 0; value < values; value++) {
          place[c] = value;
          x[value] = value;
          y[value] = table.get(table.space().state(place), k);
        }
        lines.add(
            new LinePanels.Line(
                "latent " + latentName(effects, k), coordinates.get(c).name(), x, y));
      }
    }
    work.figure(
        LinePanels.of(
            new LinePanels.Words(
                "latents-over-coordinates",
                "What the latents say",
                "Latents in use without noise, over one coordinate at a time with the others in"
                    + " the middle of the box. A latent that says one coordinate is flat over the"
                    + " others; it need not be monotone.",
                "value of the coordinate",
                "latent"),
            lines,
            null));
  }
}
