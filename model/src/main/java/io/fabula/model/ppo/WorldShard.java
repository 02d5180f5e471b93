package io.fabula.model.ppo;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.impala.ImpalaActingPlan;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.impala.ViewBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of the worlds of a batch with the agent's state in each: they are played for many steps
 * on one thread without waiting for the others.
 */
final class WorldShard implements AutoCloseable {
  private final VectorEnvironment worlds;
  private final ActionBatch actions;
  private final int first;
  private final int hiddenSize;
  private final int actionCount;
  private final boolean legacy;
  private final ImpalaActingPlan plan;
  private final ViewBuffer view;
  private final RandomStream[] streams;
  private final float[] hidden;
  private final boolean[] ended;
  private final double[] returns;
  private final int[] lengths;
  private final double[] values;
  private final List<EpisodeStatistics.Finished> finished = new ArrayList<>();

  /**
   * @param worlds the whole batch, with byte-valued observations
   * @param actions of the whole batch; this shard writes the rows of its worlds
   * @param first index of this shard's first world
   * @param count how many worlds are this shard's
   * @param seed world {@code i} of the batch draws its actions from the stream of {@code
   *     Seeds.of(seed, "act", i)}
   */
  WorldShard(
      ImpalaNetwork network,
      VectorEnvironment worlds,
      ActionBatch actions,
      int first,
      int count,
      PpoOptions options,
      long seed) {
    this.worlds = worlds;
    this.actions = actions;
    this.first = first;
    legacy = options.legacyRecurrence();
    hiddenSize = network.architecture().hidden();
    actionCount = network.architecture().actions();
    plan = network.acting(count, options.trainableInitialState());
    view = new ViewBuffer(network.architecture(), 1);
    streams = new RandomStream[count];
    for (int i = 0; i < count; i++) {
      streams[i] = new RandomStream(Seeds.of(seed, "act", first + i));
    }
    hidden = new float[count * hiddenSize];
    ended = new boolean[count];
    for (int i = 0; i < count; i++) {
      ended[i] = !legacy;
      if (legacy) network.writeInitialHidden(hidden, i * hiddenSize);
    }
    returns = new double[count];
    lengths = new int[count];
    values = new double[count];
  }

  /** Episodes finished since the last call, in the order of steps, then worlds. */
  List<EpisodeStatistics.Finished> takeFinished() {
    List<EpisodeStatistics.Finished> all = List.copyOf(finished);
    finished.clear();
    return all;
  }

  /** Plays {@code steps} steps; records them if {@code target} is given. */
  void play(int steps, @Nullable Rollout target) {
    if (target != null) {
      System.arraycopy(hidden, 0, target.initialHidden, first * hiddenSize, hidden.length);
    }
    float[] logits = plan.outputs();
    for (int t = 0; t < steps; t++) {
      look(t, target);
      plan.run();
      System.arraycopy(plan.stateOut(), 0, hidden, 0, hidden.length);
      for (int i = 0; i < ended.length; i++) {
        int row = i * actionCount;
        ActionDistribution.logSoftmax(logits, row, actionCount);
        actions.indices()[first + i] =
            ActionDistribution.sample(logits, row, actionCount, streams[i]);
      }
      worlds.step(actions, first, first + ended.length);
      for (int i = 0; i < ended.length; i++) {
        float reward = worlds.rewards()[first + i];
        ended[i] = worlds.terminated()[first + i] || worlds.truncated()[first + i];
        if (target != null) {
          int at = t * target.worlds + first + i;
          int action = actions.indices()[first + i];
          target.actions[at] = action;
          target.logProbs[at] = logits[i * actionCount + action];
          target.values[at] = plan.values()[i];
          target.rewards[at] = reward;
          target.done[at] = ended[i];
        }
        count(t, i, reward);
      }
    }
    if (target != null) bootstrap(target);
  }

  private void look(int t, @Nullable Rollout target) {
    for (int i = 0; i < ended.length; i++) {
      ViewBuffer views = target == null ? view : target.views;
      int row = target == null ? 0 : t * target.worlds + first + i;
      views.put(row, frames(), worlds.observations().offset(first + i));
      views.expand(row, plan.inputs(), i * plan.viewSize());
      float mask = ended[i] ? 0 : 1;
      plan.masks()[i] = mask;
      if (target != null) target.masks[row] = mask;
    }
    System.arraycopy(hidden, 0, plan.stateIn(), 0, hidden.length);
  }

  private byte[] frames() {
    return worlds.observations().bytes();
  }

  /** Values the observation after the last step; its hidden state is discarded. */
  private void bootstrap(Rollout target) {
    for (int i = 0; i < ended.length; i++) {
      view.put(0, frames(), worlds.observations().offset(first + i));
      view.expand(0, plan.inputs(), i * plan.viewSize());
      plan.masks()[i] = ended[i] ? 0 : 1;
    }
    System.arraycopy(hidden, 0, plan.stateIn(), 0, hidden.length);
    plan.run();
    System.arraycopy(
        plan.values(), 0, target.values, target.steps * target.worlds + first, ended.length);
    if (legacy) System.arraycopy(plan.stateOut(), 0, hidden, 0, hidden.length);
  }

  private void count(int t, int i, float reward) {
    returns[i] += reward;
    values[i] += plan.values()[i];
    lengths[i]++;
    if (!ended[i]) return;
    finished.add(
        new EpisodeStatistics.Finished(
            t, first + i, returns[i], lengths[i], values[i] / lengths[i]));
    returns[i] = 0;
    values[i] = 0;
    lengths[i] = 0;
  }

  void save(WorldStates states) {
    for (int i = 0; i < ended.length; i++) {
      int n = first + i;
      System.arraycopy(streams[i].state(), 0, states.streams, 4 * n, 4);
      System.arraycopy(hidden, i * hiddenSize, states.hidden, n * hiddenSize, hiddenSize);
      states.ended[n] = (byte) (ended[i] ? 1 : 0);
      states.returns[n] = returns[i];
      states.values[n] = values[i];
      states.lengths[n] = lengths[i];
      states.snapshots[n] = worlds.snapshot(n);
    }
  }

  void restore(WorldStates states) {
    for (int i = 0; i < ended.length; i++) {
      int n = first + i;
      long[] state = new long[4];
      System.arraycopy(states.streams, 4 * n, state, 0, 4);
      streams[i] = RandomStream.ofState(state);
      System.arraycopy(states.hidden, n * hiddenSize, hidden, i * hiddenSize, hiddenSize);
      ended[i] = states.ended[n] != 0;
      returns[i] = states.returns[n];
      values[i] = states.values[n];
      lengths[i] = (int) states.lengths[n];
      worlds.restore(n, states.snapshots[n]);
    }
  }

  @Override
  public void close() {
    plan.close();
  }
}
