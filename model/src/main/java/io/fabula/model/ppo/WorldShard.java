package io.fabula.model.ppo;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.ActionSet;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.Choices;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearnableNetwork;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final int stateSize;
  private final boolean legacy;
  private final ActionHead head;
  private final ActingPlan plan;
  private final InputBuffer input;
  private final Choices choices;
  private final ActionSet[] available;
  private final RandomStream[] streams;
  private final float[] state;
  private final boolean[] ended;
  private final double[] returns;
  private final int[] lengths;
  private final double[] values;
  private final List<EpisodeStatistics.Finished> finished = new ArrayList<>();

  /**
   * @param worlds the whole batch
   * @param actions of the whole batch; this shard writes the rows of its worlds
   * @param first index of this shard's first world
   * @param count how many worlds are this shard's
   * @param seed world {@code i} of the batch draws its actions from the stream of {@code
   *     Seeds.of(seed, "act", i)}
   */
  WorldShard(
      LearnableNetwork network,
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
    stateSize = network.stateSize();
    head = network.head();
    plan = network.acting(count);
    input = network.inputs(1);
    choices = new Choices(head, count);
    available = new ActionSet[count];
    streams = new RandomStream[count];
    for (int i = 0; i < count; i++) {
      streams[i] = new RandomStream(Seeds.of(seed, "act", first + i));
    }
    state = new float[count * stateSize];
    ended = new boolean[count];
    for (int i = 0; i < count; i++) {
      ended[i] = !legacy;
      if (legacy) network.writeInitialState(state, i * stateSize);
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
    if (target != null) begin(target);
    for (int t = 0; t < steps; t++) step(t, target);
    if (target != null) bootstrap(target);
  }

  /** Begins a block of steps that is recorded. */
  void begin(Rollout target) {
    System.arraycopy(state, 0, target.initialState, first * stateSize, state.length);
  }

  /** Plays one step; records it as step {@code t} of a block if {@code target} is given. */
  void step(int t, @Nullable Rollout target) {
    float[] outputs = plan.outputs();
    look(t, target);
    plan.run();
    System.arraycopy(plan.stateOut(), 0, state, 0, state.length);
    for (int i = 0; i < ended.length; i++) {
      int offset = i * head.outputs();
      head.normalise(outputs, offset);
      head.sample(outputs, offset, streams[i], choices, i);
      actions.set(first + i, head.action(choices, i, available[i]));
    }
    worlds.step(actions, first, first + ended.length);
    for (int i = 0; i < ended.length; i++) {
      float reward = worlds.rewards()[first + i];
      ended[i] = worlds.terminated()[first + i] || worlds.truncated()[first + i];
      if (target != null) {
        int at = t * target.worlds + first + i;
        target.choices.copy(at, choices, i);
        target.logProbs[at] = head.logProbability(outputs, i * head.outputs(), choices, i);
        target.values[at] = plan.values()[i];
        target.rewards[at] = reward;
        target.done[at] = ended[i];
      }
      count(t, i, reward);
    }
  }

  private void look(int t, @Nullable Rollout target) {
    for (int i = 0; i < ended.length; i++) {
      int row = target == null ? 0 : t * target.worlds + first + i;
      see(i, target == null ? input : target.inputs, row);
      if (target != null) target.masks[row] = plan.masks()[i];
    }
    System.arraycopy(state, 0, plan.stateIn(), 0, state.length);
  }

  /** Shows the plan what world {@code i} of this shard looks like and offers now. */
  private void see(int i, InputBuffer inputs, int row) {
    available[i] = worlds.availableActions(first + i);
    inputs.put(row, worlds.observations(), first + i, available[i]);
    inputs.expand(row, plan.inputs(), i * inputs.width());
    plan.masks()[i] = ended[i] ? 0 : 1;
  }

  /** Values the observation after the last step of a block; its state is discarded. */
  void bootstrap(Rollout target) {
    for (int i = 0; i < ended.length; i++) see(i, input, 0);
    System.arraycopy(state, 0, plan.stateIn(), 0, state.length);
    plan.run();
    System.arraycopy(
        plan.values(), 0, target.values, target.steps * target.worlds + first, ended.length);
    if (legacy) System.arraycopy(plan.stateOut(), 0, state, 0, state.length);
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
      System.arraycopy(state, i * stateSize, states.state, n * stateSize, stateSize);
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
      streams[i] = RandomStream.ofState(Arrays.copyOfRange(states.streams, 4 * n, 4 * n + 4));
      System.arraycopy(states.state, n * stateSize, state, i * stateSize, stateSize);
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
