package io.fabula.envs.platform;

import static io.fabula.envs.platform.PlatformConstants.*;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.ActionSpace.ParameterisedAction;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Ziggurat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Platform world (Masson, Ranchod and Konidaris 2016): from platform to platform over two gaps,
 * past two enemies, to the far right. The return of an episode is the player's last position over
 * the total width, 1 at the goal.
 *
 * <p>Actions are a choice of run, hop or leap with its own real parameter in world units. The
 * observation is nine numbers within -1..1; {@link #observeUnit} gives them on the original's scale
 * of 0..1 in double precision.
 *
 * @implNote deviations: the step limit is reported as truncation, not as an ending; a parameter
 *     outside its range is refused instead of clipped ({@link #action} clips for agents whose
 *     networks are not bounded).
 */
public final class Platform implements Environment {
  private static final String NAME = "platform";
  private static final int SNAPSHOT_VERSION = 1;

  /**
   * A landing player is pushed sideways only by less than the depth fallen in one substep, so no
   * step loses more.
   */
  private static final double MINIMUM_REWARD = -MAXIMUM_SPEED_Y * SUBSTEP / TOTAL_WIDTH;

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          NAME,
          new ObservationSpace.Vector(PlatformObservation.NAMES, -1, 1),
          actionSpace(),
          MAXIMUM_STEPS,
          MINIMUM_REWARD,
          1);

  private static final ActionSet ACTIONS = ActionSet.all(ACTION_NAMES.length);

  private final PlatformDynamics dynamics;
  private final double[] features = new double[PlatformObservation.SIZE];
  private RandomStream stream = new RandomStream(0);
  private EpisodeProgress progress = new EpisodeProgress();
  private int substeps;

  public Platform() {
    dynamics = new PlatformDynamics(() -> Ziggurat.nextGaussian(stream));
  }

  private static ActionSpace actionSpace() {
    List<ParameterisedAction> actions = new ArrayList<>();
    for (int i = 0; i < ACTION_NAMES.length; i++) {
      Parameter parameter = new Parameter(ACTION_NAMES[i], 0, (float) MAXIMUM_PARAMETER[i]);
      actions.add(new ParameterisedAction(ACTION_NAMES[i], List.of(parameter)));
    }
    return new ActionSpace.Parameterised(actions);
  }

  /**
   * The action that an agent means by {@code index} and a parameter on the scale of -1..1, which is
   * clipped to that range.
   *
   * @param index 0 run, 1 hop, 2 leap
   * @param scaledParameter any number but NaN
   */
  public static Action.Parameterised action(int index, double scaledParameter) {
    return Action.of(index, (float) parameter(index, scaledParameter));
  }

  /** The parameter in world units that belongs to one on the scale of -1..1, clipped. */
  public static double parameter(int index, double scaledParameter) {
    if (index < 0 || index >= ACTION_NAMES.length) {
      throw new IllegalArgumentException("action must be within 0..2, got " + index);
    }
    if (Double.isNaN(scaledParameter)) {
      throw new IllegalArgumentException(
          "parameter of " + ACTION_NAMES[index] + " is not a number");
    }
    double clipped = Math.min(Math.max(scaledParameter, -1), 1);
    return (clipped + 1) * MAXIMUM_PARAMETER[index] / 2;
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  /** Begins an episode; the start is always the same, the seed decides the noise. */
  @Override
  public void reset(long seed) {
    reset(seed, PlatformState.START);
  }

  /** Begins an episode in a given state instead of the usual start, for experiments. */
  public void reset(long seed, PlatformState start) {
    stream = new RandomStream(seed);
    dynamics.setState(start);
    progress.begin();
    substeps = 0;
  }

  @Override
  public void step(Action action) {
    act(action, null);
  }

  /**
   * Takes one step like {@link #step(Action)} and shows every substep, for animations.
   *
   * @param afterSubstep receives the state after each of the step's substeps, the last included
   */
  public void step(Action action, Consumer<PlatformState> afterSubstep) {
    act(action, () -> afterSubstep.accept(dynamics.state()));
  }

  private void act(Action action, @Nullable Runnable afterSubstep) {
    SPEC.actions().check(action);
    progress.checkRunning(NAME);
    Action.Parameterised chosen = (Action.Parameterised) action;
    substeps = dynamics.step(chosen.index(), chosen.parameters()[0], afterSubstep);
    progress.advance(dynamics.reward(), dynamics.terminal(), MAXIMUM_STEPS);
  }

  @Override
  public double reward() {
    return progress.reward();
  }

  @Override
  public boolean terminated() {
    return progress.terminated();
  }

  @Override
  public boolean truncated() {
    return progress.truncated();
  }

  /**
   * How many substeps of 0.05 the last step took: 20 for a run, more for jumps; 0 after a reset.
   */
  public int substeps() {
    return substeps;
  }

  /** Whether the player has reached the goal. */
  @Override
  public boolean completed() {
    return progress.terminated() && dynamics.x() >= TOTAL_WIDTH;
  }

  @Override
  public void observe(float[] target, int offset) {
    PlatformObservation.scaled(dynamics, features);
    for (int i = 0; i < features.length; i++) target[offset + i] = (float) features[i];
  }

  /**
   * Writes the observation on the original's scale of 0..1 in double precision.
   *
   * @param target receives the nine features
   */
  public void observeUnit(double[] target) {
    PlatformObservation.unit(dynamics, target);
  }

  @Override
  public ActionSet availableActions() {
    return ACTIONS;
  }

  /** Where everything is now. */
  public PlatformState state() {
    return dynamics.state();
  }

  @Override
  public byte[] snapshot() {
    PlatformState state = dynamics.state();
    SnapshotWriter out = new SnapshotWriter(NAME, SNAPSHOT_VERSION);
    out.put(
            new double[] {
              state.x(),
              state.y(),
              state.vx(),
              state.vy(),
              state.enemy1X(),
              state.enemy1Vx(),
              state.enemy2X(),
              state.enemy2Vx()
            })
        .put(stream.state())
        .put(substeps);
    progress.write(out);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, NAME, SNAPSHOT_VERSION);
    double[] v = in.nextDoubles();
    RandomStream newStream = RandomStream.ofState(in.nextLongs());
    int newSubsteps = in.nextInt();
    EpisodeProgress newProgress = EpisodeProgress.read(in);
    in.end();
    if (v.length != 8) {
      throw new IllegalArgumentException("a state of platform has 8 numbers, got " + v.length);
    }
    dynamics.setState(new PlatformState(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]));
    stream = newStream;
    substeps = newSubsteps;
    progress = newProgress;
  }

  @Override
  public Picture render() {
    return PlatformRenderer.draw(dynamics.state());
  }
}
