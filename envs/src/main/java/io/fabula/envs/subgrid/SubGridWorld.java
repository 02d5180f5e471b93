package io.fabula.envs.subgrid;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.coordinates.CoordinateWorld;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The sub-grid world (Nautrup et al. 2020, section 4): the agent moves by one cell along x, y or z;
 * the reward is at a fixed place of the plane that matters, and along the free axis where the agent
 * started. Reaching it gives 1, reaching the step limit gives -1.
 *
 * <p>The observation does not tell where the agent started; an agent that never moves along the
 * free axis does not need to know.
 *
 * @implNote deviations: the step limit is reported as truncation (with its reward of -1); settings
 *     of the wrong kind are refused instead of replaced by defaults; random walls belong to the
 *     options ({@link RandomWalls}), so that an episode's seed decides the start alone.
 */
public final class SubGridWorld implements CoordinateWorld {
  private static final String NAME = "subgrid";
  private static final int SNAPSHOT_VERSION = 1;
  private static final double REACHED = 1;
  private static final double OUT_OF_TIME = -1;
  private static final List<String> AXES = List.of("x", "y", "z");
  private static final List<String> MOVES = List.of("x+1", "x-1", "y+1", "y-1", "z+1", "z-1");
  private static final ActionSet ACTIONS = ActionSet.all(MOVES.size());

  private final SubGridOptions options;
  private final EnvironmentSpec spec;
  private final PlanePaths paths;
  private final int[] size;
  private final int first;
  private final int second;

  private final int[] position = new int[3];
  private final int[] reward = new int[3];
  private EpisodeProgress progress = new EpisodeProgress();

  /**
   * Makes a world.
   *
   * @throws IllegalArgumentException if only reachable starts are wanted and there is none
   */
  public SubGridWorld(SubGridOptions options) {
    this.options = options;
    paths = new PlanePaths(options);
    if (options.reachableStartsOnly() && paths.reachableCells() < 2) {
      throw new IllegalArgumentException("walls cut every cell off from the reward");
    }
    size = options.size().stream().mapToInt(Integer::intValue).toArray();
    first = options.plane().first();
    second = options.plane().second();
    reward[first] = options.reward().first();
    reward[second] = options.reward().second();
    spec =
        new EnvironmentSpec(
            NAME,
            observations(options),
            new ActionSpace.Discrete(MOVES),
            options.maximumSteps(),
            options.maximumSteps() > 0 ? OUT_OF_TIME : 0,
            REACHED);
  }

  private static ObservationSpace observations(SubGridOptions options) {
    List<Integer> size = options.size();
    return switch (options.view()) {
      case ONE_HOT -> {
        List<String> names = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
          for (int i = 0; i < size.get(axis); i++) names.add(AXES.get(axis) + " = " + i);
        }
        yield new ObservationSpace.Vector(names, 0, 1);
      }
      case POSITION ->
          new ObservationSpace.Vector(
              AXES, 0, size.stream().mapToInt(Integer::intValue).max().orElseThrow() - 1);
      case VOXELS ->
          new ObservationSpace.Image(
              size.get(0) * Voxels.BLOCK,
              size.get(1) * Voxels.BLOCK,
              size.get(2) * Voxels.BLOCK,
              false);
    };
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  /** The shape and task of this world. */
  public SubGridOptions options() {
    return options;
  }

  /** Begins an episode at a cell drawn uniformly from all that are no wall and not the reward. */
  @Override
  public void reset(long seed) {
    RandomStream stream = new RandomStream(seed);
    do {
      for (int axis = 0; axis < 3; axis++) position[axis] = stream.nextInt(size[axis]);
    } while (!isStart(position));
    begin();
  }

  /**
   * Begins an episode at a given cell, for instance to try all of them.
   *
   * @throws IllegalArgumentException if the cell is outside the box, a wall, the reward, or cut off
   *     from it while only reachable starts are allowed
   */
  @Override
  public void resetAt(int... start) {
    requireInside(start);
    if (!isStart(start)) {
      throw new IllegalArgumentException(
          "no episode can start at " + Arrays.toString(start) + ": a wall, the reward or cut off");
    }
    System.arraycopy(start, 0, position, 0, 3);
    begin();
  }

  private void requireInside(int... cell) {
    if (inside(cell)) return;
    throw new IllegalArgumentException(
        "a cell must be inside " + options.size() + ", got " + Arrays.toString(cell));
  }

  @Override
  public boolean exists(int... state) {
    return inside(state) && !paths.wall(state[first], state[second]);
  }

  @Override
  public boolean canStart(int... start) {
    return inside(start) && isStart(start);
  }

  @Override
  public List<Coordinate> coordinates() {
    List<Coordinate> all = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) all.add(new Coordinate(AXES.get(axis), size[axis]));
    return List.copyOf(all);
  }

  @Override
  public int coordinate(int index) {
    return position[index];
  }

  @Override
  public boolean matters(int index) {
    return index == first || index == second;
  }

  @Override
  public OptionalInt optimalStepsFrom(int... start) {
    requireInside(start);
    return optimalSteps(new PlaneCell(start[first], start[second]));
  }

  private boolean isStart(int[] cell) {
    if (paths.wall(cell[first], cell[second])) return false;
    int away = paths.steps(cell[first], cell[second]);
    return options.reachableStartsOnly() ? away > 0 : away != 0;
  }

  private void begin() {
    int free = options.plane().free();
    reward[free] = position[free];
    progress.begin();
  }

  @Override
  public void step(Action action) {
    spec.actions().check(action);
    progress.checkRunning(NAME);
    int move = ((Action.Discrete) action).index();
    int axis = move >> 1;
    int before = position[axis];
    int after = before + ((move & 1) == 0 ? 1 : -1);
    if (after >= 0 && after < size[axis]) {
      position[axis] = after;
      if (paths.wall(position[first], position[second])) position[axis] = before;
    }
    boolean reached =
        position[0] == reward[0] && position[1] == reward[1] && position[2] == reward[2];
    boolean late = progress.nextIsLast(options.maximumSteps());
    progress.advance(reached ? REACHED : late ? OUT_OF_TIME : 0, reached, options.maximumSteps());
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

  /** Whether the agent has reached the reward. */
  @Override
  public boolean completed() {
    return progress.terminated();
  }

  @Override
  public void observe(float[] target, int offset) {
    write(position, target, offset);
  }

  @Override
  public void observeAt(float[] target, int offset, int... state) {
    requireInside(state);
    write(state, target, offset);
  }

  private void write(int[] cell, float[] target, int offset) {
    switch (options.view()) {
      case ONE_HOT -> {
        int start = offset;
        Arrays.fill(target, offset, offset + size[0] + size[1] + size[2], 0);
        for (int axis = 0; axis < 3; axis++) {
          target[start + cell[axis]] = 1;
          start += size[axis];
        }
      }
      case POSITION -> {
        for (int axis = 0; axis < 3; axis++) target[offset + axis] = cell[axis];
      }
      case VOXELS -> Voxels.draw(options, paths, cell, target, offset);
    }
  }

  @Override
  public ActionSet availableActions() {
    return ACTIONS;
  }

  /**
   * Where the agent is.
   *
   * @param axis 0 x, 1 y, 2 z
   */
  public int position(int axis) {
    return position[axis];
  }

  /**
   * Where the episode's reward is.
   *
   * @param axis 0 x, 1 y, 2 z
   */
  public int rewardPosition(int axis) {
    return reward[axis];
  }

  /** Steps taken in this episode. */
  public int steps() {
    return progress.steps();
  }

  /** Least number of steps from here to the reward, moves along the free axis included. */
  public OptionalInt optimalSteps() {
    int inPlane = paths.steps(position[first], position[second]);
    if (inPlane == PlanePaths.UNREACHABLE) return OptionalInt.empty();
    int free = options.plane().free();
    return OptionalInt.of(inPlane + Math.abs(position[free] - reward[free]));
  }

  /**
   * Least number of steps inside the plane from a cell to the reward; empty for walls and cells
   * that are cut off.
   */
  public OptionalInt optimalSteps(PlaneCell cell) {
    int inPlane = paths.steps(cell.first(), cell.second());
    return inPlane == PlanePaths.UNREACHABLE ? OptionalInt.empty() : OptionalInt.of(inPlane);
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(NAME, SNAPSHOT_VERSION);
    out.put(size).put(options.plane().free()).put(position).put(reward);
    progress.write(out);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, NAME, SNAPSHOT_VERSION);
    int[] newSize = in.nextInts();
    int newFree = in.nextInt();
    int[] newPosition = in.nextInts();
    int[] newReward = in.nextInts();
    EpisodeProgress newProgress = EpisodeProgress.read(in);
    in.end();
    if (!Arrays.equals(newSize, size)
        || newFree != options.plane().free()
        || !inside(newPosition)
        || !inside(newReward)
        || newReward[first] != reward[first]
        || newReward[second] != reward[second]) {
      throw new IllegalArgumentException(
          "the snapshot belongs to a sub-grid world of other options than " + options);
    }
    System.arraycopy(newPosition, 0, position, 0, 3);
    System.arraycopy(newReward, 0, reward, 0, 3);
    progress = newProgress;
  }

  private boolean inside(int[] cell) {
    if (cell.length != 3) return false;
    for (int axis = 0; axis < 3; axis++) {
      if (cell[axis] < 0 || cell[axis] >= size[axis]) return false;
    }
    return true;
  }

  @Override
  public Picture render() {
    return new SubGridRenderer(options, paths).draw(position, reward, progress.steps());
  }
}
