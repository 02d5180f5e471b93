package io.fabula.model.windows;

import java.util.Objects;

/** Some neighbouring episodes of others. */
record EpisodeRange(RecordedEpisodes all, int from, int to) implements RecordedEpisodes {
  EpisodeRange {
    Objects.checkFromToIndex(from, to, all.size());
  }

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public int id(int episode) {
    return all.id(from + Objects.checkIndex(episode, size()));
  }

  @Override
  public int length(int episode) {
    return all.length(from + Objects.checkIndex(episode, size()));
  }

  @Override
  public int frameSide() {
    return all.frameSide();
  }

  @Override
  public int agentHidden() {
    return all.agentHidden();
  }

  @Override
  public RecordedEpisode read(int episode, int first, int rows) {
    return all.read(from + Objects.checkIndex(episode, size()), first, rows);
  }
}
