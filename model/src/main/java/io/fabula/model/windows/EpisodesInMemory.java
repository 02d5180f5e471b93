package io.fabula.model.windows;

import java.util.List;

/** Episodes that are kept on the heap. */
final class EpisodesInMemory implements RecordedEpisodes {
  private final List<RecordedEpisode> episodes;

  EpisodesInMemory(List<RecordedEpisode> episodes) {
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
  }

  @Override
  public int size() {
    return episodes.size();
  }

  @Override
  public int id(int episode) {
    return episodes.get(episode).id();
  }

  @Override
  public int length(int episode) {
    return episodes.get(episode).length();
  }

  @Override
  public int frameSide() {
    return episodes.get(0).frames().side();
  }

  @Override
  public int agentHidden() {
    return episodes.get(0).agentHidden();
  }

  @Override
  public RecordedEpisode read(int episode, int first, int rows) {
    RecordedEpisode whole = episodes.get(episode);
    return first == 0 && rows == whole.length() ? whole : whole.rows(first, rows);
  }
}
