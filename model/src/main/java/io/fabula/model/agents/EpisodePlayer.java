package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.impala.ActionNoise;
import io.fabula.model.impala.FramePooling;
import io.fabula.model.impala.ImpalaActingPlan;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.impala.ViewBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Plays whole episodes with an agent, many at a time for speed. An episode depends on its level
 * seed and its action seed alone: which others are played beside it, and where in the batch,
 * changes no bit, because the batch always has the same shape.
 *
 * <p>An instance belongs to one thread.
 */
public final class EpisodePlayer implements AutoCloseable {
  /**
   * How actions are chosen.
   *
   * @param modal the most likely action, instead of a drawn one
   * @param noise {@link ActionNoise} on the logits
   * @param maximumSteps steps after which an episode is cut off, or 0 for the world's own limit
   * @param trainableInitialState whether the agent learned to start from its initial state
   */
  public record Options(
      boolean modal, boolean noise, int maximumSteps, boolean trainableInitialState) {
    public Options {
      if (maximumSteps < 0) {
        throw new IllegalArgumentException(
            "maximumSteps must be at least 0 (0 = the world's limit), got " + maximumSteps);
      }
    }

    /** Drawn actions of the agent as it is. */
    public static Options sampled() {
      return new Options(false, false, 0, false);
    }

    /** The most likely actions. */
    public static Options mostLikely() {
      return new Options(true, false, 0, false);
    }

    /** Drawn actions with noise: the study's recordings. */
    public static Options noisy() {
      return new Options(false, true, 0, false);
    }
  }

  /**
   * An episode to play.
   *
   * @param id the caller's number for it
   * @param levelSeed what the world is reset with
   * @param actionSeed seed of the stream that actions are drawn from
   */
  public record Request(long id, long levelSeed, long actionSeed) {}

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
    RandomStream stream;
    int step;
    boolean active;

    Slot(Environment world) {
      this.world = world;
      request = new Request(-1, 0, 0);
      stream = new RandomStream(0);
    }
  }

  private final ImpalaNetwork network;
  private final Options options;
  private final ImpalaActingPlan plan;
  private final ViewBuffer view;
  private final List<Slot> slots = new ArrayList<>();
  private final StepView step;
  private final byte[] frames;
  private final int frameSize;
  private final float[] hidden;

  /**
   * @param worlds makes the worlds to play in, one per place in the batch
   * @param batch episodes at a time; part of what decides the bits, so keep it fixed
   */
  public EpisodePlayer(
      ImpalaNetwork network, Supplier<? extends Environment> worlds, int batch, Options options) {
    if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    if (options.noise && network.architecture().actions() != ActionNoise.ACTIONS) {
      throw new IllegalArgumentException(
          "action noise is defined for "
              + ActionNoise.ACTIONS
              + " actions, the agent has "
              + network.architecture().actions());
    }
    this.network = network;
    this.options = options;
    plan = network.acting(batch, options.trainableInitialState);
    view = new ViewBuffer(network.architecture(), 1);
    frameSize = new FramePooling(network.architecture()).frameSize();
    for (int i = 0; i < batch; i++) slots.add(new Slot(worlds.get()));
    network.architecture().requireFits(slots.get(0).world.spec());
    frames = new byte[batch * frameSize];
    hidden = new float[batch * network.architecture().hidden()];
    step = new StepView(network.architecture(), frames, plan);
  }

  /**
   * Plays all requests to their ends.
   *
   * @param listener told of each step; of one episode in order, of several interleaved
   */
  public void play(List<Request> requests, Listener listener) {
    int next = 0;
    int active = 0;
    for (Slot slot : slots) {
      slot.active = next < requests.size();
      if (!slot.active) continue;
      begin(slot, requests.get(next++));
      active++;
    }
    while (active > 0) {
      for (int i = 0; i < slots.size(); i++) if (slots.get(i).active) look(i);
      System.arraycopy(hidden, 0, plan.hiddenIn(), 0, hidden.length);
      plan.run();
      for (int i = 0; i < slots.size(); i++) {
        Slot slot = slots.get(i);
        if (!slot.active) continue;
        boolean ended = act(i, listener);
        if (!ended) continue;
        if (next < requests.size()) {
          begin(slot, requests.get(next++));
        } else {
          slot.active = false;
          active--;
        }
      }
      System.arraycopy(plan.hiddenOut(), 0, hidden, 0, hidden.length);
    }
  }

  private void begin(Slot slot, Request request) {
    slot.request = request;
    slot.stream = new RandomStream(request.actionSeed);
    slot.step = 0;
    slot.world.reset(request.levelSeed);
  }

  private void look(int i) {
    Slot slot = slots.get(i);
    slot.world.observe(frames, i * frameSize);
    view.put(0, frames, i * frameSize);
    view.expand(0, plan.view(), i * plan.viewSize());
    plan.masks()[i] = slot.step == 0 ? 0 : 1;
  }

  private boolean act(int i, Listener listener) {
    Slot slot = slots.get(i);
    int actions = network.architecture().actions();
    float[] logits = plan.logits();
    int row = i * actions;
    if (options.noise) ActionNoise.apply(logits, row);
    ActionDistribution.logSoftmax(logits, row, actions);
    int action =
        options.modal
            ? ActionDistribution.mode(logits, row, actions)
            : ActionDistribution.sample(logits, row, actions, slot.stream);
    slot.world.step(Action.of(action));
    boolean cutOff = slot.step + 1 == options.maximumSteps && !slot.world.done();
    step.set(i, slot.request, slot.step, action, slot.world, cutOff);
    listener.step(step);
    slot.step++;
    return cutOff || slot.world.done();
  }

  @Override
  public void close() {
    plan.close();
  }
}
