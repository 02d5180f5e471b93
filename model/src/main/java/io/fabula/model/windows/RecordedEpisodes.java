package io.fabula.model.windows;

import java.util.List;

/** Recorded episodes that are read a piece at a time, wherever they are kept. */
public interface RecordedEpisodes {
  /** Number of episodes. */
  int size();

  /** The number of an episode in the recording. */
  int id(int episode);

  /** Rows of an episode. */
  int length(int episode);

  /** Rows, and columns, of a frame; the same in all episodes. */
  int frameSide();

  /** Width of the agent's state; the same in all episodes. */
  int agentHidden();

  /**
   * Some rows of an episode as an episode of their own; may be called by several threads.
   *
   * @param episode its index, not its number
   * @param first its first row that is wanted
   * @param rows how many are wanted, at least 1
   */
  RecordedEpisode read(int episode, int first, int rows);

  /** All rows of an episode. */
  default RecordedEpisode get(int episode) {
    return read(episode, 0, length(episode));
  }

  /** The episodes {@code from..to-1}. */
  default RecordedEpisodes range(int from, int to) {
    return new EpisodeRange(this, from, to);
  }

  /**
   * Episodes in memory.
   *
   * @throws IllegalArgumentException if there is none, or if they differ in the size of frames or
   *     states
   */
  static RecordedEpisodes of(List<RecordedEpisode> episodes) {
    return new EpisodesInMemory(episodes);
  }
}
