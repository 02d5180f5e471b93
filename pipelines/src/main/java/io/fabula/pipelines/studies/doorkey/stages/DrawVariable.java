package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.analysis.figures.CellMaps;
import io.fabula.envs.doorkey.DoorKeyPlanes;
import io.fabula.envs.objects.ObjectView;
import io.fabula.pipelines.mediation.phases.FilmInformed;
import io.fabula.pipelines.mediation.phases.LearnedDetector;
import io.fabula.pipelines.mediation.phases.PolicyTables;
import io.fabula.pipelines.mediation.phases.Variant;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeyWorlds;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws where the first seed's detectors fire on the grid (up to 8 cells per side), and films
 * episodes of the informed agent with the moment at which the variable fires.
 *
 * @param name of the stage
 * @param from the stages it reads
 * @param options what decides the result
 */
public record DrawVariable(String name, FilmInformed.From from, Options options) implements Stage {
  /** The figure of where detectors fire. */
  public static final String WHERE = "where-it-fires";

  private static final int SEED = 0;

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param worlds where
   * @param films how many episodes are filmed
   */
  public record Options(long seed, DoorKeyWorlds worlds, int films) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return from.inputs();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    Artifact learned = work.input(from.learned());
    if (options.worlds().table().isPresent()) draw(work, learned);
    FilmInformed.film(
        work, from, new FilmInformed.Options(options.seed(), options.worlds(), options.films()));
  }

  private LearnedDetector load(ShardWork work, Artifact learned, Variant variant)
      throws IOException {
    return LearnedDetector.load(learned, work.input(from.recorded()), variant, SEED);
  }

  private void draw(ShardWork work, Artifact learned) throws Exception {
    PolicyTables exact = PolicyTables.of(options.worlds());
    List<CellMaps.Cells> maps = new ArrayList<>();
    for (Variant variant : Variant.in(learned)) {
      try (LearnedDetector detector = load(work, learned, variant)) {
        double[] fires = exact.detector(detector.network(), detector.view(), detector.trainedOn());
        for (Chapter chapter : Chapter.values()) {
          maps.add(
              new CellMaps.Cells(
                  variant.words() + ": " + chapter.words, average(exact, fires, chapter)));
        }
      }
    }
    work.figure(
        CellMaps.of(
            new CellMaps.Words(
                WHERE,
                "Where the detectors fire",
                "Probability of firing with the agent in a cell, averaged over its directions and"
                    + " all layouts, before it has the key, while it carries the key to a locked"
                    + " door, and after the door was unlocked. A variable of the objects does not"
                    + " see where the agent is; its differences between cells come from layouts"
                    + " alone. With the agent in view the detector lights up beside the goal.",
                "fires"),
            maps,
            Chapter.values().length));
  }

  /** How far an episode is. */
  private enum Chapter {
    FLOOR("key on the floor"),
    CARRIED("key carried"),
    UNLOCKED("door unlocked");

    private final String words;

    Chapter(String words) {
      this.words = words;
    }
  }

  /** Mean over all states of a chapter with the agent in each cell. */
  private double[][] average(PolicyTables exact, double[] fires, Chapter chapter) {
    int n = options.worlds().size();
    double[][] sums = new double[n][n];
    int[][] counts = new int[n][n];
    DoorKeyPlanes shown =
        new DoorKeyPlanes(new byte[options.worlds().make().size(ObjectView.PLANES)], n);
    for (int s = 0; s < fires.length; s++) {
      exact.states().observe(s, ObjectView.PLANES, shown.planes(), 0);
      if (chapter(shown) != chapter) continue;
      int cell = shown.agentCell();
      if (beyond(shown, cell)) continue;
      sums[cell / n][cell % n] += fires[s];
      counts[cell / n][cell % n]++;
    }
    for (int y = 0; y < n; y++) for (int x = 0; x < n; x++) sums[y][x] /= counts[y][x];
    return sums;
  }

  /** Whether the agent is behind a door that is still locked, where it cannot have come. */
  private static boolean beyond(DoorKeyPlanes shown, int cell) {
    int door = shown.lockedCell();
    return door >= 0 && cell % shown.size() >= door % shown.size();
  }

  private static Chapter chapter(DoorKeyPlanes shown) {
    if (shown.lockedCell() < 0) return Chapter.UNLOCKED;
    return shown.carried() ? Chapter.CARRIED : Chapter.FLOOR;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return work.only().metrics();
  }
}
