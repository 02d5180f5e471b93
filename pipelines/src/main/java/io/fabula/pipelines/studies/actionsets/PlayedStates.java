package io.fabula.pipelines.studies.actionsets;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.EpisodePlayer;
import io.fabula.model.agents.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Episodes of an agent, to be gone through again step by step. */
public final class PlayedStates {
  private static final int BATCH = 32;

  /**
   * An episode as it was played.
   *
   * @param levelSeed what the world is reset with
   */
  public record Episode(
      int number, long levelSeed, List<Action> actions, double returned, boolean success) {
    /** The world in which an action of this episode was chosen. */
    public <W extends Environment> W at(Supplier<W> worlds, int step) {
      W world = worlds.get();
      world.reset(levelSeed);
      for (int t = 0; t < step; t++) world.step(actions.get(t));
      return world;
    }

    /** Some steps, evenly spread, the first among them. */
    public List<Integer> steps(int count) {
      List<Integer> steps = new ArrayList<>();
      int some = Math.min(count, actions.size());
      for (int i = 0; i < some; i++) steps.add(i * actions.size() / some);
      return steps;
    }
  }

  private static final class Played {
    final List<Action> actions = new ArrayList<>();
    double returned;
    boolean success;
  }

  private PlayedStates() {}

  /** Plays episodes. */
  public static List<Episode> of(
      Policy policy,
      Supplier<? extends Environment> worlds,
      int episodes,
      long firstLevel,
      long seed) {
    List<EpisodePlayer.Request> requests = new ArrayList<>();
    List<Played> played = new ArrayList<>();
    for (int i = 0; i < episodes; i++) {
      requests.add(new EpisodePlayer.Request(i, firstLevel + i, Seeds.of(seed, "play", i)));
      played.add(new Played());
    }
    try (EpisodePlayer player =
        new EpisodePlayer(
            policy, worlds, Math.min(BATCH, episodes), EpisodePlayer.Options.wholeEpisodes())) {
      player.play(
          requests,
          view -> {
            Played each = played.get((int) view.request().id());
            each.actions.add(view.action());
            each.returned += view.reward();
            each.success |= view.completed();
          });
    }
    List<Episode> all = new ArrayList<>();
    for (int i = 0; i < episodes; i++) {
      Played each = played.get(i);
      all.add(new Episode(i, firstLevel + i, each.actions, each.returned, each.success));
    }
    return all;
  }
}
