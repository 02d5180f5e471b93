package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.Picture;
import io.fabula.envs.create.Activator;
import io.fabula.envs.create.Create;
import io.fabula.envs.create.CreateReport;
import io.fabula.envs.create.Tool;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.Actor;
import io.fabula.model.agents.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Whole episodes of an agent with what its world says of each at the end. */
final class ToolEpisodes implements AutoCloseable {
  private static final int BATCH = 16;

  /**
   * An episode.
   *
   * @param report of the world at its end
   * @param activators those in the set, in the order of their names, joined by {@code _}
   * @param tools choices of a tool that needs an activator
   * @param matched of them those whose activator is in the set
   */
  record Played(CreateReport report, String activators, int tools, int matched) {}

  private final List<Create> worlds = new ArrayList<>();
  private final Actor actor;
  private final ObservationBatch observations;

  ToolEpisodes(Policy policy, Supplier<Create> kind) {
    for (int i = 0; i < BATCH; i++) worlds.add(kind.get());
    policy.requireFits(worlds.get(0).spec());
    actor = policy.actor(BATCH);
    observations = new ObservationBatch(worlds.get(0).spec().observations(), BATCH);
  }

  /**
   * Plays episodes.
   *
   * @param first seed of the first episode; the others follow it
   * @param seed of the actions that are drawn
   */
  List<Played> play(long first, int episodes, long seed) {
    List<Played> all = new ArrayList<>();
    for (int from = 0; from < episodes; from += BATCH) {
      all.addAll(batch(first + from, Math.min(BATCH, episodes - from), seed));
    }
    return all;
  }

  /** The boards at the end of the first batch; see {@link #play}. */
  List<Picture> boards(long first, int episodes, long seed) {
    int count = batch(first, Math.min(BATCH, episodes), seed).size();
    return worlds.subList(0, count).stream().map(Create::render).toList();
  }

  private List<Played> batch(long first, int count, long seed) {
    int[] tools = new int[count];
    int[] matched = new int[count];
    for (int i = 0; i < count; i++) {
      worlds.get(i).reset(first + i);
      actor.begin(i, Seeds.of(seed, "act", first + i));
    }
    boolean playing = true;
    while (playing) {
      playing = false;
      for (int i = 0; i < count; i++) {
        if (worlds.get(i).done()) continue;
        playing = true;
        observations.put(i, worlds.get(i));
        actor.see(i, worlds.get(i), observations);
      }
      if (!playing) break;
      actor.decide();
      for (int i = 0; i < count; i++) {
        Create world = worlds.get(i);
        if (world.done()) continue;
        Action action = actor.action(i);
        Optional<Boolean> match = match(world, action);
        if (match.isPresent()) tools[i]++;
        if (match.orElse(false)) matched[i]++;
        world.step(action);
      }
    }
    List<Played> played = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Create world = worlds.get(i);
      played.add(new Played(world.report(), activators(world), tools[i], matched[i]));
    }
    return played;
  }

  private static String activators(Create world) {
    Set<String> names = new TreeSet<>();
    for (int id : world.availableActions().ids()) {
      Optional<Activator> activator = world.catalogue().tool(id).activates();
      activator.ifPresent(each -> names.add(each.name().toLowerCase(Locale.ROOT)));
    }
    return String.join("_", names);
  }

  /** Whether the activator that a chosen tool needs is in the set; nothing if it needs none. */
  private static Optional<Boolean> match(Create world, Action action) {
    if (!(action instanceof Action.Parameterised chosen)) return Optional.empty();
    Tool tool = world.catalogue().tool(chosen.index());
    ActionSet set = world.availableActions();
    Optional<Activator> needed = tool.needs();
    return needed.map(activator -> set.contains(world.catalogue().idOf(activator)));
  }

  @Override
  public void close() {
    actor.close();
  }
}
