package io.fabula.model.windows;

import java.util.List;
import java.util.stream.IntStream;

/** All windows of a recording. */
public final class WindowDataset {
  private final RecordedEpisodes episodes;
  private final WindowSampler sampler;

  /**
   * Lays windows over recorded episodes.
   *
   * @param episodes at least one, in the order of their numbers
   */
  public WindowDataset(RecordedEpisodes episodes, WindowRule rule) {
    if (episodes.size() == 0) throw new IllegalArgumentException("no recorded episode given");
    this.episodes = episodes;
    sampler =
        new WindowSampler(
            IntStream.range(0, episodes.size()).map(episodes::length).toArray(), rule);
  }

  /** Lays windows over recorded episodes in memory. */
  public WindowDataset(List<RecordedEpisode> episodes, WindowRule rule) {
    this(RecordedEpisodes.of(episodes), rule);
  }

  /** Number of windows. */
  public int size() {
    return sampler.size();
  }

  /** How windows are cut. */
  public WindowRule rule() {
    return sampler.rule();
  }

  /** Rows, and columns, of a frame. */
  public int frameSide() {
    return episodes.frameSide();
  }

  /** Width of the agent's state. */
  public int agentHidden() {
    return episodes.agentHidden();
  }

  /** The recorded episodes. */
  public RecordedEpisodes episodes() {
    return episodes;
  }

  /** Which rows window {@code start} holds. */
  public WindowSpan span(int start) {
    return sampler.span(start);
  }

  /** An empty batch of the right shape. */
  public WindowBatch newBatch(int batch) {
    return new WindowBatch(rule().length(), batch, frameSize(), agentHidden());
  }

  /** Fills position {@code index} of {@code batch} with window {@code start}. */
  public void fill(WindowBatch batch, int index, int start) {
    batch.set(index, episodes, span(start), rule());
  }

  /**
   * The mean image over all recorded rows but the black terminal ones, {@code [row, column,
   * channel]}: the simplest prediction that a simulator must beat.
   */
  public float[] meanImage() {
    int size = frameSize();
    double[] sums = new double[size];
    float[] frame = new float[size];
    long rows = 0;
    for (int e = 0; e < episodes.size(); e++) {
      RecordedEpisode episode = episodes.get(e);
      for (int t = 0; t < episode.length(); t++) {
        if (episode.terminal(t)) continue;
        rows++;
        episode.frames().copy(t, 1, frame, 0);
        for (int i = 0; i < size; i++) sums[i] += frame[i];
      }
    }
    float[] mean = new float[size];
    for (int i = 0; i < size; i++) mean[i] = (float) (sums[i] / Math.max(1, rows));
    return mean;
  }

  private int frameSize() {
    return 3 * frameSide() * frameSide();
  }
}
