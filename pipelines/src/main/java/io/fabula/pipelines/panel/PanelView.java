package io.fabula.pipelines.panel;

import java.io.IOException;
import java.util.Optional;

/**
 * What a panel shows of a run: samples of several steps each, described at every step by
 * components, with whatever else the run holds. Opened once and asked for one piece at a time; one
 * thread at a time.
 */
public interface PanelView extends AutoCloseable {
  /** What the first page needs. */
  PanelIndex index();

  /**
   * Components of some samples, {@code [count, steps, components]}; NaN behind the end of shorter
   * samples.
   *
   * @param first index of the first sample
   * @param count how many
   */
  float[] loadings(int first, int count);

  /**
   * Gradients of a target along the components of some samples, {@code [count, steps, components]};
   * NaN where there are none.
   *
   * @param target index among the targets
   * @param first index of the first sample
   * @param count how many
   */
  float[] gradients(int target, int first, int count);

  /**
   * All else about a sample.
   *
   * @param sample its index
   */
  SampleDetail sample(int sample) throws IOException;

  /**
   * The map of a target over the frames of a sample, if there is one.
   *
   * @param sample its index
   * @param target index among the targets
   */
  Optional<FrameStrip> map(int sample, int target) throws IOException;

  /** Where interventions are computed, if they can be. */
  default Optional<LiveWorld> live() {
    return Optional.empty();
  }

  @Override
  void close();
}
