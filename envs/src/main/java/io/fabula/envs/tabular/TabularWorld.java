package io.fabula.envs.tabular;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;

/**
 * A {@link TabularModel} as a world: outcomes are drawn from the table, the observation is the
 * state as a one-hot vector. After the end of an episode the last state stays visible.
 */
public abstract class TabularWorld implements Environment {
  private static final int SNAPSHOT_VERSION = 1;

  private final EnvironmentSpec spec;
  private final TabularModel model;
  private final ActionSet available;
  private RandomStream stream = new RandomStream(0);
  private EpisodeProgress progress = new EpisodeProgress();
  private int state;
  private int lastAction;

  /**
   * Makes a world of a model.
   *
   * @param spec its step limit is in force, and must be the model's if that has one
   */
  protected TabularWorld(EnvironmentSpec spec, TabularModel model) {
    if (spec.observations().size() != model.states() || spec.actions().count() != model.actions()) {
      throw new IllegalArgumentException(spec.name() + ": spec and model differ in size");
    }
    this.spec = spec;
    this.model = model;
    available = ActionSet.all(model.actions());
  }

  @Override
  public final EnvironmentSpec spec() {
    return spec;
  }

  /** The table that outcomes are drawn from. */
  public final TabularModel model() {
    return model;
  }

  /** The current state; after the end of an episode the state in which it ended. */
  public final int state() {
    return state;
  }

  /** Steps taken in this episode. */
  public final int steps() {
    return progress.steps();
  }

  /** The action of the last step, or -1 before the first. */
  protected final int lastAction() {
    return lastAction;
  }

  @Override
  public final void reset(long seed) {
    stream = new RandomStream(seed);
    state = model.sampleStart(stream.nextDouble());
    lastAction = -1;
    progress.begin();
  }

  @Override
  public final void step(Action action) {
    spec.actions().check(action);
    progress.checkRunning(spec.name());
    lastAction = ((Action.Discrete) action).index();
    int outcome = model.sampleOutcome(state, lastAction, stream.nextDouble());
    double reward = model.reward(outcome) * model.rewardScale(progress.steps() + 1);
    int next = model.next(outcome);
    boolean ended = next == TabularModel.END;
    if (!ended) state = next;
    progress.advance(reward, ended, spec.maximumSteps());
  }

  @Override
  public final double reward() {
    return progress.reward();
  }

  @Override
  public final boolean terminated() {
    return progress.terminated();
  }

  @Override
  public final boolean truncated() {
    return progress.truncated();
  }

  @Override
  public final void observe(float[] target, int offset) {
    for (int i = 0; i < model.states(); i++) target[offset + i] = 0;
    target[offset + state] = 1;
  }

  @Override
  public final ActionSet availableActions() {
    return available;
  }

  @Override
  public final byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(spec.name(), SNAPSHOT_VERSION);
    out.put(stream.state()).put(state).put(lastAction);
    progress.write(out);
    return out.toBytes();
  }

  @Override
  public final void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, spec.name(), SNAPSHOT_VERSION);
    RandomStream restoredStream = RandomStream.ofState(in.nextLongs());
    int restoredState = in.nextInt();
    int restoredAction = in.nextInt();
    EpisodeProgress restoredProgress = EpisodeProgress.read(in);
    in.end();
    if (restoredState < 0 || restoredState >= model.states()) {
      throw new IllegalArgumentException(
          "snapshot of " + spec.name() + " is damaged: state " + restoredState);
    }
    stream = restoredStream;
    state = restoredState;
    lastAction = restoredAction;
    progress = restoredProgress;
  }
}
