package io.fabula.pipelines.analyses.saliency;

import io.fabula.analysis.figures.FigureData;
import io.fabula.analysis.figures.FrameSheet;
import io.fabula.analysis.saliency.SaliencyMap;
import io.fabula.analysis.video.Clip;
import io.fabula.model.simulator.CourseGradients;
import io.fabula.model.simulator.SimulatedSample;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.StageWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The maps of one sample, drawn below each other and filmed beside each other. */
final class SaliencyPictures {
  private static final int CHANNELS = 3;
  private static final int SIDE_SHOWN = 192;
  private static final int FILMED = 3;
  private static final int FRAMES_PER_SECOND = 4;

  private final int steps;
  private final int side;
  private final byte[] frames;
  private final float[] planes;

  /**
   * @param course the course of the exact beginning
   */
  SaliencyPictures(SimulatedSample course, int steps) {
    this.steps = steps;
    frames = course.frames();
    side = (int) Math.round(Math.sqrt(frames.length / (double) (CHANNELS * steps)));
    float[] values = new float[frames.length];
    for (int i = 0; i < values.length; i++) values[i] = (frames[i] & 0xff) / 255f;
    planes = channelsFirst(values);
  }

  /** What a map is called in a picture. */
  static String label(String target, boolean environmentPath) {
    return environmentPath ? target : target + ", world cut";
  }

  /** The map of gradients. */
  SaliencyMap map(CourseGradients gradients) {
    return SaliencyMap.of(channelsFirst(gradients.images()), steps, CHANNELS, side, side);
  }

  /** The map over the frames, {@code [step, row, column, 3]}. */
  byte[] drawn(SaliencyMap map, int target) {
    return map.render(planes, target);
  }

  private float[] channelsFirst(float[] values) {
    int pixels = side * side;
    float[] result = new float[values.length];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < pixels; i++) {
        for (int c = 0; c < CHANNELS; c++) {
          result[(t * CHANNELS + c) * pixels + i] = values[(t * pixels + i) * CHANNELS + c];
        }
      }
    }
    return result;
  }

  /**
   * Writes figure and clip of a sample.
   *
   * @param order labels of the maps from the top
   * @param maps by label
   */
  void write(
      StageWork work,
      int sample,
      String variant,
      int target,
      List<String> order,
      Map<String, SaliencyMap> maps)
      throws Exception {
    String name = String.format(Locale.ROOT, "saliency-%05d", sample);
    String of = variant.equals("single") ? "rollout " + sample : variant;
    List<FrameSheet.Row> rows = new ArrayList<>();
    rows.add(new FrameSheet.Row("what the agent sees", Clip.of(frames, side, side)));
    FigureData data = new FigureData("target", "step", "mean_magnitude");
    for (String label : order) {
      SaliencyMap map = Objects.requireNonNull(maps.get(label));
      rows.add(new FrameSheet.Row(label, Clip.of(drawn(map, target), side, side)));
      for (int t = 0; t < steps; t++) data.add(label, t, magnitude(map, t));
    }
    List<String> columns = new ArrayList<>();
    for (int t = 0; t < steps; t++) columns.add(t == target ? "step " + t + " \u25cf" : "" + t);
    String description =
        ("What each target at step %d (\u25cf) rests on in the frames of %s: blue where a brighter"
                + " pixel would raise it, red where it would lower it. Each row has its own scale."
                + " \"World cut\": actions count as given.")
            .formatted(target, of);
    work.sheet(new FrameSheet(name, "Saliency of " + of, description, columns, rows, data));
    List<Clip> clips = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (FrameSheet.Row each : rows.subList(0, Math.min(rows.size(), 1 + FILMED))) {
      clips.add(each.clip().enlarged(Math.max(1, SIDE_SHOWN / side)));
      titles.add(each.label());
    }
    work.clip(
        name,
        Clip.sideBySide(clips, titles).holdingLast(FRAMES_PER_SECOND),
        FRAMES_PER_SECOND,
        new FigureCaption("Saliency of " + of, description));
  }

  /** Mean magnitude of the blurred gradient at a step, where 1 is the mean over all steps. */
  private double magnitude(SaliencyMap map, int t) {
    double[] blurred = map.blurred();
    double sum = 0;
    int pixels = side * side;
    for (int i = t * pixels; i < (t + 1) * pixels; i++) sum += Math.abs(blurred[i]);
    return sum / pixels;
  }
}
