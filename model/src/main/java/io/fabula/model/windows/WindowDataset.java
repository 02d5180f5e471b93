package io.fabula.model.windows;

import java.util.List;

/** All windows of a recording that is held in memory. */
public final class WindowDataset {
  private final List<RecordedEpisode> episodes;
  private final WindowSampler sampler;

  /**
   * Lays windows over recorded episodes.
   *
   * @param episodes in the order of their ids, all with the same frame size and agent state width
   */
  public WindowDataset(List<RecordedEpisode> episodes, WindowRule rule) {
    if (episodes.isEmpty()) throw new IllegalArgumentException("no recorded episode given");
    this.episodes = List.copyOf(episodes);
    for (RecordedEpisode episode : episodes) {
      if (episode.frames().side() != frameSide() || episode.agentHidden() != agentHidden()) {
        throw new IllegalArgumentException(
            "episode "
                + episode.id()
                + " has frames of side "
                + episode.frames().side()
                + " and agent states of "
                + episode.agentHidden()
                + ", the first one "
                + frameSide()
                + " and "
                + agentHidden());
      }
    }
    sampler =
        new WindowSampler(episodes.stream().mapToInt(RecordedEpisode::length).toArray(), rule);
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
    return episodes.get(0).frames().side();
  }

  /** Width of the agent's state. */
  public int agentHidden() {
    return episodes.get(0).agentHidden();
  }

  /** The recorded episodes. */
  public List<RecordedEpisode> episodes() {
    return episodes;
  }

  /** Which rows window {@code start} holds. */
  public WindowSpan span(int start) {
    return sampler.span(start);
  }

  /** An empty batch of the right shape. */
  public WindowBatch newBatch(int batch) {
    return new WindowBatch(
        rule().length(), batch, episodes.get(0).frames().frameSize(), agentHidden());
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
    int size = episodes.get(0).frames().frameSize();
    double[] sums = new double[size];
    float[] frame = new float[size];
    long rows = 0;
    for (RecordedEpisode episode : episodes) {
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
}
