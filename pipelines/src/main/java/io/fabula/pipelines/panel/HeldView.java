package io.fabula.pipelines.panel;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A view whose numbers are all in memory. */
public final class HeldView implements PanelView {
  /** Describes one sample. */
  public interface Details {
    /**
     * All about a sample.
     *
     * @param sample its index
     */
    SampleDetail of(int sample) throws IOException;
  }

  /** Draws the map of a target over the frames of a sample. */
  public interface Maps {
    /**
     * The map, if there is one.
     *
     * @param sample its index
     * @param target index among the targets
     */
    Optional<FrameStrip> of(int sample, int target) throws IOException;
  }

  private final PanelIndex index;
  private final float[] loadings;
  private final List<float[]> gradients;
  private final Details details;
  private final Maps maps;
  private Optional<LiveWorld> live = Optional.empty();

  /**
   * A view without maps.
   *
   * @param loadings {@code [samples, steps, components]}, NaN behind the end of shorter samples
   * @param gradients the same for each target
   */
  public HeldView(PanelIndex index, float[] loadings, List<float[]> gradients, Details details) {
    this(index, loadings, gradients, details, (sample, target) -> Optional.empty());
  }

  /**
   * A view with maps.
   *
   * @param loadings {@code [samples, steps, components]}, NaN behind the end of shorter samples
   * @param gradients the same for each target
   */
  public HeldView(
      PanelIndex index, float[] loadings, List<float[]> gradients, Details details, Maps maps) {
    int expected = index.samples().size() * index.steps() * index.components().size();
    if (loadings.length != expected || gradients.size() != index.targets().size()) {
      throw new IllegalArgumentException(
          "expected %d numbers and %d targets, got %d and %d"
              .formatted(expected, index.targets().size(), loadings.length, gradients.size()));
    }
    this.index = index;
    this.loadings = loadings;
    this.gradients = List.copyOf(gradients);
    this.details = details;
    this.maps = maps;
  }

  /**
   * Rows of samples of different lengths, one behind the other, as a view wants them.
   *
   * @param rows {@code [components]} each
   * @param lengths of the samples
   * @param steps most steps
   */
  public static float[] padded(List<float[]> rows, List<Integer> lengths, int steps) {
    int components = rows.get(0).length;
    float[] values = new float[lengths.size() * steps * components];
    Arrays.fill(values, Float.NaN);
    int from = 0;
    for (int i = 0; i < lengths.size(); i++) {
      for (int t = 0; t < lengths.get(i); t++) {
        System.arraycopy(rows.get(from + t), 0, values, (i * steps + t) * components, components);
      }
      from += lengths.get(i);
    }
    return values;
  }

  /** The first rows as points for the background. */
  public static String base(List<float[]> rows, int most) {
    int components = rows.get(0).length;
    float[] points = new float[Math.min(most, rows.size()) * components];
    for (int i = 0; i < points.length; i++) points[i] = rows.get(i / components)[i % components];
    return PanelPoints.base64(points);
  }

  @Override
  public PanelIndex index() {
    return index;
  }

  @Override
  public float[] loadings(int first, int count) {
    return cut(loadings, first, count);
  }

  @Override
  public float[] gradients(int target, int first, int count) {
    return cut(gradients.get(target), first, count);
  }

  private float[] cut(float[] values, int first, int count) {
    int size = index.steps() * index.components().size();
    return Arrays.copyOfRange(values, first * size, (first + count) * size);
  }

  @Override
  public SampleDetail sample(int sample) throws IOException {
    return details.of(sample);
  }

  @Override
  public Optional<FrameStrip> map(int sample, int target) throws IOException {
    return maps.of(sample, target);
  }

  /**
   * The same view, in which changes can be asked for; a world that can be closed is closed with it.
   */
  public HeldView with(Optional<LiveWorld> world) {
    live = world;
    return this;
  }

  @Override
  public Optional<LiveWorld> live() {
    return live;
  }

  @Override
  public void close() {
    if (live.orElse(null) instanceof Closing world) world.close();
  }

  /** A world that holds something. */
  public interface Closing extends LiveWorld, AutoCloseable {
    @Override
    void close();
  }
}
