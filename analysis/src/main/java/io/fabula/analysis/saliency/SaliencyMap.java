package io.fabula.analysis.saliency;

/**
 * Pictures of gradients with respect to frames: blue where a brighter pixel would raise the target,
 * red where it would lower it, over a faint grey copy of the frame.
 *
 * <p>The gradient's mean over channels is divided by its mean magnitude over all steps and pixels
 * and blurred (Gaussian, 5x5, sigma 5, reflected at the edges without repeating the edge pixel).
 *
 * @implNote The original lets bytes wrap around when frame and gradient add up to more than 255;
 *     here they saturate.
 */
public final class SaliencyMap {
  private static final double STRENGTH = 0.2 * 255;

  /** Rows 5..10 and columns 18..29 mark the frame whose target was differentiated. */
  private static final int MARK_TOP = 5;

  private static final int MARK_BOTTOM = 10;
  private static final int MARK_LEFT = 18;
  private static final int MARK_RIGHT = 29;

  private final int steps;
  private final int height;
  private final int width;
  private final double meanMagnitude;
  private final double[] blurred;

  private SaliencyMap(int steps, int height, int width, double meanMagnitude, double[] blurred) {
    this.steps = steps;
    this.height = height;
    this.width = width;
    this.meanMagnitude = meanMagnitude;
    this.blurred = blurred;
  }

  /**
   * Scales and blurs.
   *
   * @param gradient {@code [steps, channels, height, width]}
   */
  public static SaliencyMap of(float[] gradient, int steps, int channels, int height, int width) {
    int pixels = height * width;
    if (gradient.length != steps * channels * pixels) {
      throw new IllegalArgumentException(
          "expected " + steps * channels * pixels + " values, got " + gradient.length);
    }
    if (height < 3 || width < 3) {
      throw new IllegalArgumentException(
          "frames must be at least 3x3, got " + height + "x" + width);
    }
    double[] mean = new double[steps * pixels];
    double magnitude = 0;
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < pixels; i++) {
        double sum = 0;
        for (int c = 0; c < channels; c++) sum += gradient[(t * channels + c) * pixels + i];
        mean[t * pixels + i] = sum / channels;
        magnitude += Math.abs(sum / channels);
      }
    }
    magnitude /= mean.length;
    if (magnitude > 0) for (int i = 0; i < mean.length; i++) mean[i] /= magnitude;
    for (int t = 0; t < steps; t++) GaussianBlur.apply(mean, t * pixels, height, width);
    return new SaliencyMap(steps, height, width, magnitude, mean);
  }

  public int steps() {
    return steps;
  }

  /** Mean magnitude of the gradient's channel mean, before scaling. */
  public double meanMagnitude() {
    return meanMagnitude;
  }

  /** Scaled and blurred gradient {@code [steps, height, width]}. */
  public double[] blurred() {
    return blurred.clone();
  }

  /**
   * The pictures.
   *
   * @param frames {@code [steps, channels, height, width]}, 0 to 1
   * @param targetStep step to mark with a green patch, or -1 for none; frames narrower than the
   *     patch are not marked
   * @return {@code [steps, height, width, 3]} red, green, blue
   */
  public byte[] render(float[] frames, int targetStep) {
    int pixels = height * width;
    int channels = frames.length / (steps * pixels);
    if (channels < 1 || frames.length != steps * channels * pixels) {
      throw new IllegalArgumentException(
          "frames must hold "
              + steps
              + " images of "
              + height
              + "x"
              + width
              + ", got "
              + frames.length
              + " values");
    }
    byte[] rgb = new byte[steps * pixels * 3];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < pixels; i++) {
        int faint = faint(frames, (t * channels) * pixels + i, channels, pixels);
        double gradient = blurred[t * pixels + i] * STRENGTH;
        int at = (t * pixels + i) * 3;
        rgb[at] = saturated(faint, Math.max(0, -gradient));
        rgb[at + 1] = (byte) faint;
        rgb[at + 2] = saturated(faint, Math.max(0, gradient));
      }
      if (t == targetStep) mark(rgb, t * pixels);
    }
    return rgb;
  }

  private static int faint(float[] frames, int first, int channels, int pixels) {
    double sum = 0;
    for (int c = 0; c < channels; c++) sum += frames[first + c * pixels];
    return (int) Math.max(0, Math.min(255, sum / channels * STRENGTH));
  }

  private static byte saturated(int faint, double added) {
    return (byte) Math.min(255, faint + (int) Math.min(255, added));
  }

  private void mark(byte[] rgb, int first) {
    if (height <= MARK_BOTTOM || width <= MARK_RIGHT) return;
    for (int y = MARK_TOP; y <= MARK_BOTTOM; y++) {
      for (int x = MARK_LEFT; x <= MARK_RIGHT; x++) {
        int at = (first + y * width + x) * 3;
        rgb[at] = 0;
        rgb[at + 1] = (byte) 255;
        rgb[at + 2] = 0;
      }
    }
  }
}
