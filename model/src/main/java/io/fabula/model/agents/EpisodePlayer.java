package io.fabula.model.agents;

import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Plays whole episodes of any world by any policy, many at a time for speed. An episode depends on
 * its world seed and its action seed alone: which others are played beside it, and where in the
 * batch, changes no bit, because the batch always has the same shape.
 *
 * <p>An instance belongs to one thread.
 */
public final class EpisodePlayer implements AutoCloseable {
  /**
   * How episodes are played.
   *
   * @param maximumSteps steps after which an episode is cut off, or 0 for the world's own limit
   * @param observations whether the listener reads observations and what was available, also of
   *     policies that do not look
   */
  public record Options(int maximumSteps, boolean observations) {
    public Options {
      if (maximumSteps < 0) {
        throw new IllegalArgumentException(
            "maximumSteps must be at least 0 (0 = the world's limit), got " + maximumSteps);
      }
    }

    /** To the end by the world's rules, for listeners that do not read observations. */
    public static Options wholeEpisodes() {
      return new Options(0, false);
    }

    /** The same with another step limit. */
    public Options withMaximumSteps(int steps) {
      return new Options(steps, observations);
    }

    /** The same for a listener that reads observations. */
    public Options withObservations() {
      return new Options(maximumSteps, true);
    }
  }

  /**
   * An episode to play.
   *
   * @param id the caller's number for it
   * @param episodeSeed what the world is reset with
   * @param actionSeed seed of everything that the policy draws
   */
  public record Request(long id, long episodeSeed, long actionSeed) {}

  /** Is told what happens, step by step, episodes interleaved. */
  public interface Listener {
    /**
     * One step was taken.
     *
     * @param view what happened; valid during the call only
     */
    void step(StepView view);
  }

  private static final class Slot {
    final Environment world;
    Request request;
    ActionSet available = ActionSet.all(0);
    int step;
    boolean active;

    Slot(Environment world) {
      this.world = world;
      request = new Request(-1, 0, 0);
    }
  }

  private final Options options;
  private final boolean look;
  private final Actor actor;
  private final List<Slot> slots = new ArrayList<>();
  private final ObservationBatch observations;
  private final StepView view;

  /**
   * @param worlds makes the worlds to play in, one per place in the batch
   * @param batch episodes at a time; may decide the last bits of a network, so keep it fixed
   * @throws IllegalArgumentException if the policy cannot play these worlds
   */
  public EpisodePlayer(
      Policy policy, Supplier<? extends Environment> worlds, int batch, Options options) {
    if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    this.options = options;
    look = options.observations || policy.observes();
    for (int i = 0; i < batch; i++) slots.add(new Slot(worlds.get()));
    policy.requireFits(slots.get(0).world.spec());
    observations = new ObservationBatch(slots.get(0).world.spec().observations(), look ? batch : 0);
    actor = policy.actor(batch);
    view = new StepView(policy, actor, observations);
  }

  /**
   * Plays all requests to their ends.
   *
   * @param listener told of each step; of one episode in order, of several interleaved
   */
  public void play(List<Request> requests, Listener listener) {
    int next = 0;
    int active = 0;
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).active = next < requests.size();
      if (!slots.get(i).active) continue;
      begin(i, requests.get(next++));
      active++;
    }
    while (active > 0) {
      for (int i = 0; i < slots.size(); i++) if (slots.get(i).active) see(i);
      actor.decide();
      for (int i = 0; i < slots.size(); i++) {
        if (!slots.get(i).active || !act(i, listener)) continue;
        if (next < requests.size()) {
          begin(i, requests.get(next++));
        } else {
          slots.get(i).active = false;
          active--;
        }
      }
    }
  }

  private void begin(int i, Request request) {
    Slot slot = slots.get(i);
    slot.request = request;
    slot.step = 0;
    slot.world.reset(request.episodeSeed);
    actor.begin(i, request.actionSeed);
  }

  private void see(int i) {
    Environment world = slots.get(i).world;
    if (look) observations.put(i, world);
    actor.see(i, world, observations);
  }

  /** Steps one world; whether its episode is over. */
  private boolean act(int i, Listener listener) {
    Slot slot = slots.get(i);
    if (options.observations) slot.available = slot.world.availableActions();
    slot.world.step(actor.action(i));
    boolean cutOff = slot.step + 1 == options.maximumSteps && !slot.world.done();
    view.set(i, slot.request, slot.step, slot.available, slot.world, cutOff);
    listener.step(view);
    slot.step++;
    return cutOff || slot.world.done();
  }

  @Override
  public void close() {
    actor.close();
  }
}
