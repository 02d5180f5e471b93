package io.fabula.model.actorcritic;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.random.RandomStream;
import java.util.List;

/** Shows a cue once, then nothing; the third action is right if it repeats the cue. */
final class Recall implements Environment {
  private static final int STEPS = 3;
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "recall",
          new ObservationSpace.Grid(List.of(3), 2),
          new ActionSpace.Discrete(List.of("first", "second")),
          STEPS,
          0,
          1);

  private int cue;
  private int step;
  private double reward;

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed) {
    cue = new RandomStream(seed).nextInt(2);
    step = 0;
    reward = 0;
  }

  @Override
  public void step(Action action) {
    step++;
    reward = step == STEPS && ((Action.Discrete) action).index() == cue ? 1 : 0;
  }

  @Override
  public double reward() {
    return reward;
  }

  @Override
  public boolean terminated() {
    return step == STEPS;
  }

  @Override
  public boolean truncated() {
    return false;
  }

  @Override
  public boolean completed() {
    return reward > 0;
  }

  @Override
  public void observe(float[] target, int offset) {
    target[offset] = step == 0 && cue == 0 ? 1 : 0;
    target[offset + 1] = step == 0 && cue == 1 ? 1 : 0;
    target[offset + 2] = step == STEPS - 1 ? 1 : 0;
  }

  @Override
  public ActionSet availableActions() {
    return ActionSet.all(2);
  }

  @Override
  public byte[] snapshot() {
    return new byte[] {(byte) cue, (byte) step, (byte) reward};
  }

  @Override
  public void restore(byte[] snapshot) {
    cue = snapshot[0];
    step = snapshot[1];
    reward = snapshot[2];
  }

  @Override
  public Picture render() {
    return new Picture(1, 1, new byte[3]);
  }
}
