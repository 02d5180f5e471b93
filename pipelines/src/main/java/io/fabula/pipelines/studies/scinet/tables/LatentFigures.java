package io.fabula.pipelines.studies.scinet.tables;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.analysis.figures.LinePanels;
import io.fabula.analysis.figures.Surfaces;
import io.fabula.analysis.scinet.Representation;
import io.fabula.envs.coordinates.CoordinateWorld.Coordinate;
import io.fabula.model.scinet.LatentTable;
import io.fabula.pipelines.stages.StageWork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Figures of what was read out of the networks. */
public final class LatentFigures {
  private final StageWork work;
  private final LatentTable table;
  private final Representation representation;
  private final List<Coordinate> coordinates;

  /**
   * @param work of the stage that draws
   * @param table the latents of all states
   * @param representation what is in use and what it says
   */
  public LatentFigures(StageWork work, LatentTable table, Representation representation) {
    this.work = work;
    this.table = table;
    this.representation = representation;
    coordinates = table.space().coordinates();
  }

  /** Draws all of them; those of latents in use only if there are any. */
  public void draw() throws Exception {
    drawNoise();
    if (representation.active().isEmpty()) return;
    drawLines();
    if (coordinates.size() > 1) drawSurfaces();
  }

  private String latentName(int latent) {
    int label = representation.effects().label(latent);
    return "%d (%s)".formatted(latent, label < 0 ? "mixed" : coordinates.get(label).name());
  }

  private int[] middle() {
    return coordinates.stream().mapToInt(each -> each.values() / 2).toArray();
  }

  private void drawNoise() throws Exception {
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
            IntStream.range(0, latents).mapToObj(this::latentName).toList(),
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
  private void drawLines() throws Exception {
    List<LinePanels.Line> lines = new ArrayList<>();
    for (int k : representation.active()) {
      for (int c = 0; c < coordinates.size(); c++) {
        int[] place = middle();
        int values = coordinates.get(c).values();
        double[] x = new double[values];
        double[] y = new double[values];
        for (int value = 0; value < values; value++) {
          place[c] = value;
          x[value] = value;
          y[value] = table.get(table.space().state(place), k);
        }
        lines.add(new LinePanels.Line("latent " + latentName(k), coordinates.get(c).name(), x, y));
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

  /** Each latent in use over each pair of coordinates, the others in the middle of the box. */
  private void drawSurfaces() throws Exception {
    List<Surfaces.Surface> surfaces = new ArrayList<>();
    for (int k : representation.active()) {
      for (int first = 0; first < coordinates.size(); first++) {
        for (int second = first + 1; second < coordinates.size(); second++) {
          surfaces.add(surface(k, first, second));
        }
      }
    }
    work.figure(
        Surfaces.of(
            new Surfaces.Words(
                "latent-surfaces",
                "Latents over two coordinates",
                "Latents in use without noise, over two coordinates at a time with the others in"
                    + " the middle of the box; the nearest corner is that of the first values. A"
                    + " latent that says one coordinate rises along that axis alone.",
                "latent"),
            surfaces));
  }

  private Surfaces.Surface surface(int latent, int first, int second) {
    int[] place = middle();
    double[][] heights =
        new double[coordinates.get(first).values()][coordinates.get(second).values()];
    for (int i = 0; i < heights.length; i++) {
      for (int j = 0; j < heights[i].length; j++) {
        place[first] = i;
        place[second] = j;
        heights[i][j] = table.get(table.space().state(place), latent);
      }
    }
    String a = coordinates.get(first).name();
    String b = coordinates.get(second).name();
    return new Surfaces.Surface(
        "latent %s over %s, %s".formatted(latentName(latent), a, b), a, b, heights);
  }
}
