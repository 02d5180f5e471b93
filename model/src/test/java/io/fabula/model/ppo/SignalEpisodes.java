package io.fabula.model.ppo;

import io.fabula.envs.Action;
import io.fabula.envs.ActionBatch;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.Picture;

/** The delayed {@link SignalWorld}, one episode of three steps for each seed. */
final class SignalEpisodes implements Environment {
  private static final int LENGTH = 3;

  private SignalWorld world = new SignalWorld(0, LENGTH, true);
  private final ActionBatch actions = new ActionBatch(world.spec().actions(), 1);

  @Override
  public EnvironmentSpec spec() {
    return world.spec();
  }

  @Override
  public void reset(long seed) {
    world = new SignalWorld(seed, LENGTH, true);
  }

  @Override
  public void step(Action action) {
    actions.set(0, action);
    world.step(actions, 0);
  }

  @Override
  public double reward() {
    return world.reward();
  }

  @Override
  public boolean terminated() {
    return world.terminated();
  }

  @Override
  public boolean truncated() {
    return world.truncated();
  }

  @Override
  public void observe(float[] target, int offset) {
    world.observe(target, offset);
  }

  @Override
  public void observe(byte[] target, int offset) {
    world.observe(target, offset);
  }

  @Override
  public ActionSet availableActions() {
    return world.availableActions();
  }

  @Override
  public byte[] snapshot() {
    return world.snapshot();
  }

  @Override
  public void restore(byte[] snapshot) {
    world.restore(snapshot);
  }

  @Override
  public Picture render() {
    return world.render();
  }
}
