package io.fabula.pipelines.analyses.generation;

import io.fabula.analysis.figures.FigureData;
import io.fabula.analysis.figures.FrameSheet;
import io.fabula.analysis.video.Clip;
import io.fabula.envs.random.Seeds;
import io.fabula.model.simulator.RandomBeginning;
import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.model.simulator.SimulatedRollouts.RolloutStart;
import io.fabula.model.simulator.SimulatedSample;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Lets agent and simulator run from points between two beginnings, on the shortest arc of the
 * sphere at equal distances, both ends included.
 *
 * @param name of the stage
 * @param sources what it reads; the components are not among it
 * @param options what is interpolated
 */
public record InterpolateBeginnings(String name, LearnedWorld.Sources sources, Options options)
    implements Stage {
  /**
   * What decides the rollouts beside agent, simulator and the ends.
   *
   * @param seed root seed
   * @param steps of a rollout
   * @param interpolation what is interpolated
   */
  public record Options(long seed, int steps, InterpolationSettings interpolation)
      implements Serializable {}

  /** One row per simulated step. */
  static TableSchema schema(int side) {
    return new TableSchema(
        "interpolations",
        1,
        "A step of a rollout that begins between two others.",
        List.of(
            Column.of("pair", Column.Type.INT32).doc("number of the pair of ends"),
            Column.of("point", Column.Type.INT16).doc("point on the way, 0 is the first end"),
            Column.of("fraction", Column.Type.DOUBLE).doc("share of the way, 0..1"),
            Column.of("t", Column.Type.INT32).doc("step in the rollout, from 0"),
            Column.array("image", Column.Type.BYTES, side, side, 3)
                .doc("what the agent saw: row, column, channel; 0..255"),
            Column.of("reward", Column.Type.FLOAT).doc("predicted reward").unit("scaled points"),
            Column.of("done_prob", Column.Type.FLOAT)
                .doc("predicted probability that this frame is terminal"),
            Column.of("action", Column.Type.INT8).doc("chosen after the image"),
            Column.of("value", Column.Type.FLOAT)
                .doc("the agent's prediction")
                .unit("scaled return")));
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(sources.agent(), sources.simulator(), sources.samples());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    InterpolationSettings settings = options.interpolation();
    try (LearnedWorld world = LearnedWorld.open(work, sources);
        SimulatedRollouts rollouts =
            new SimulatedRollouts(world.simulator(), world.agent(), 1, options.steps())) {
      int side = world.simulator().size().frameSide();
      List<float[]> ends = ends(work, world.simulator().size().bottleneck());
      List<Gaps> gaps = new ArrayList<>();
      work.table(
          "interpolations.parquet",
          schema(side),
          table -> {
            for (int pair = 0; pair < settings.pairs(); pair++) {
              List<SimulatedSample> courses =
                  courses(rollouts, ends.get(2 * pair), ends.get(2 * pair + 1));
              for (int p = 0; p < courses.size(); p++) {
                SimulatedSample course = courses.get(p);
                course.requireFinite(p);
                double fraction = p / (settings.points() - 1.0);
                for (int t = 0; t < options.steps(); t++) {
                  table.write(
                      pair,
                      p,
                      fraction,
                      t,
                      frame(course.frames(), t),
                      course.rewards()[t],
                      course.terminalProbabilities()[t],
                      course.actions()[t],
                      course.values()[t]);
                }
              }
              gaps.add(Gaps.of(courses));
              if (pair < settings.shown()) work.sheet(sheet(pair, courses, side));
              work.progress(pair + 1, settings.pairs(), "pairs");
            }
          });
      work.metric("pairs", settings.pairs());
      work.metric("largest_gap", gaps.stream().mapToDouble(Gaps::largest).average().orElse(0));
      work.metric("way_over_distance", gaps.stream().mapToDouble(Gaps::detour).average().orElse(0));
    }
  }

  private List<float[]> ends(ShardWork work, int width) {
    int count = 2 * options.interpolation().pairs();
    if (!options.interpolation().randomEnds()) {
      List<Integer> ids = IntStream.range(0, count).boxed().toList();
      Map<Integer, float[]> found = LearnedWorld.beginnings(work.input(sources.samples()), ids);
      return new ArrayList<>(found.values());
    }
    long seed = Seeds.of(options.seed(), "interpolation");
    return IntStream.range(0, count).mapToObj(i -> RandomBeginning.draw(seed, i, width)).toList();
  }

  private List<SimulatedSample> courses(SimulatedRollouts rollouts, float[] from, float[] to) {
    float[][] points = RandomBeginning.between(from, to, options.interpolation().points());
    List<RolloutStart> starts = new ArrayList<>();
    for (int p = 0; p < points.length; p++) starts.add(new RolloutStart(p, -1, 0, points[p]));
    return rollouts.run(starts);
  }

  private byte[] frame(byte[] frames, int t) {
    int size = frames.length / options.steps();
    return Arrays.copyOfRange(frames, t * size, (t + 1) * size);
  }

  private FrameSheet sheet(int pair, List<SimulatedSample> courses, int side) {
    List<FrameSheet.Row> rows = new ArrayList<>();
    FigureData data = new FigureData("fraction", "step", "value", "action");
    for (int p = 0; p < courses.size(); p++) {
      SimulatedSample course = courses.get(p);
      String share = String.format(Locale.ROOT, "%.2f", p / (courses.size() - 1.0));
      rows.add(new FrameSheet.Row(share + " of the way", Clip.of(course.frames(), side, side)));
      for (int t = 0; t < options.steps(); t++) {
        data.add(p / (courses.size() - 1.0), t, course.values()[t], course.actions()[t]);
      }
    }
    List<String> columns = IntStream.range(0, options.steps()).mapToObj(t -> "" + t).toList();
    String ends =
        options.interpolation().randomEnds()
            ? "two random ends"
            : "rollouts " + 2 * pair + " and " + (2 * pair + 1);
    return new FrameSheet(
        "interpolation-%02d".formatted(pair),
        "From one beginning to another, pair " + pair,
        "Agent and simulator on their own from points between the beginnings of "
            + ends
            + "; steps from left to right.",
        columns,
        rows,
        data);
  }

  /**
   * How frames change on the way.
   *
   * @param largest the largest difference of neighbouring points, as a share of all of them
   * @param detour all of them together, over the difference of the ends
   */
  record Gaps(double largest, double detour) {
    static Gaps of(List<SimulatedSample> courses) {
      double sum = 0;
      double largest = 0;
      for (int p = 1; p < courses.size(); p++) {
        double gap = distance(courses.get(p - 1).frames(), courses.get(p).frames());
        sum += gap;
        largest = Math.max(largest, gap);
      }
      double ends = distance(courses.get(0).frames(), courses.get(courses.size() - 1).frames());
      return new Gaps(sum > 0 ? largest / sum : 0, ends > 0 ? sum / ends : 0);
    }

    private static double distance(byte[] a, byte[] b) {
      double squares = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (a[i] & 0xff) - (b[i] & 0xff);
        squares += difference * difference;
      }
      return Math.sqrt(squares);
    }
  }
}
