package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.objects.ObjectWorld;
import java.util.List;

/**
 * MiniGrid DoorKey (gym-minigrid 1.0.2): two rooms, a locked door between them, the key and the
 * agent in the left one, the goal in the right one. Levels are those that gym-minigrid draws from
 * the same seed with the Gym of its time.
 *
 * <p>Coordinates are {@code (x, y)} with y downwards; directions 0 right, 1 down, 2 left, 3 up.
 */
public final class DoorKey implements EditableWorld, ObjectWorld {
  /** What the agent is told to do; the same in every episode. */
  public static final String MISSION = "use the key to open the door and then get to the goal";

  private static final int SNAPSHOT_VERSION = 1;
  private static final List<String> ACTION_NAMES =
      List.of("left", "right", "forward", "pickup", "drop", "toggle", "done");

  private final EnvironmentSpec spec;
  private final DoorKeyView view;
  private final DoorKeyViews views;
  private final byte[] observed;
  private final ActionSet available = ActionSet.all(ACTIONS);
  private final DoorKeyEditor editor;
  private DoorKeyDynamics dynamics;
  private boolean begun;

  /** The default class: 8 x 8 cells, observed as {@link DoorKeyView#PLANES}. */
  public DoorKey() {
    this(DEFAULT_SIZE, DoorKeyView.PLANES);
  }

  /**
   * Like the original, it draws a first level with the seed 1337, which can be looked at but not
   * played.
   *
   * @param size cells per side with the walls, 5 to 32; registered are 5, 6, 8 and 16
   * @param view what {@link #observe} writes
   */
  public DoorKey(int size, DoorKeyView view) {
    if (size < SMALLEST_SIZE || size > LARGEST_SIZE) {
      throw new IllegalArgumentException(
          "size must be within " + SMALLEST_SIZE + ".." + LARGEST_SIZE + ", got " + size);
    }
    this.view = view;
    views = new DoorKeyViews(size);
    dynamics = new DoorKeyDynamics(size);
    dynamics.generate();
    ActionSpace.Discrete actions = new ActionSpace.Discrete(ACTION_NAMES);
    editor = new DoorKeyEditor(this, actions);
    spec =
        new EnvironmentSpec(
            "doorkey-" + size, view.space(size), actions, dynamics.maximumSteps, 0, 1);
    observed = new byte[spec.observations().size()];
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  /**
   * {@inheritDoc}
   *
   * @param seed taken as an unsigned 64-bit number
   */
  @Override
  public void reset(long seed) {
    dynamics.seed(seed);
    resetUnseeded();
  }

  /**
   * Begins an episode with whatever the generator draws next, as the original does when it is reset
   * without a seed.
   */
  public void resetUnseeded() {
    dynamics.generate();
    begun = true;
  }

  @Override
  public void step(Action action) {
    spec.actions().check(action);
    EpisodeProgress.checkRunning(spec.name(), begun, done());
    dynamics.step(((Action.Discrete) action).index());
  }

  @Override
  public double reward() {
    return dynamics.reward;
  }

  @Override
  public boolean terminated() {
    return dynamics.terminated;
  }

  @Override
  public boolean truncated() {
    return dynamics.truncated;
  }

  /** Whether the goal was reached. */
  @Override
  public boolean completed() {
    return dynamics.terminated;
  }

  @Override
  public void observe(float[] target, int offset) {
    views.write(view, dynamics, observed, 0);
    ObservationSpace.toFloats(observed, target, offset);
  }

  @Override
  public void observe(byte[] target, int offset) {
    views.write(view, dynamics, target, offset);
  }

  /**
   * Writes another view of the current state.
   *
   * @param target receives as many bytes from {@code offset} as the view has elements
   */
  public void observe(DoorKeyView other, byte[] target, int offset) {
    views.write(other, dynamics, target, offset);
  }

  /**
   * Writes the cells without the agent, {@code [x, y, channel]}, in the encoding of the full view.
   */
  public void encodeGrid(byte[] target, int offset) {
    views.grid(dynamics, target, offset);
  }

  @Override
  public ActionSet availableActions() {
    return available;
  }

  /** Cells per side. */
  public int size() {
    return dynamics.size;
  }

  @Override
  public List<String> events() {
    return DoorKeyEvent.NAMES;
  }

  @Override
  public boolean holds(int event) {
    return DoorKeyEvent.ALL.get(event).holds(this);
  }

  /** Number of the start's split column, door row and key cell, in lexicographic order. */
  @Override
  public int layout() {
    int n = size();
    int number = 0;
    for (int split = 2; split < doorX(); split++) number += (n - 3) * (split - 1) * (n - 2);
    int cells = (doorX() - 1) * (n - 2);
    number += (doorY() - 1) * cells;
    return number + (keyX() - 1) * (n - 2) + keyY() - 1;
  }

  @Override
  public int size(ObjectView other) {
    return DoorKeyView.of(other).space(size()).size();
  }

  @Override
  public void observe(ObjectView other, byte[] target, int offset) {
    views.write(DoorKeyView.of(other), dynamics, target, offset);
  }

  @Override
  public int steps() {
    return dynamics.steps;
  }

  /** The agent's column. */
  public int x() {
    return dynamics.at / dynamics.size;
  }

  /** The agent's row. */
  public int y() {
    return dynamics.at % dynamics.size;
  }

  /** Where the agent faces. */
  public int direction() {
    return dynamics.direction;
  }

  /** Whether the agent carries the key. */
  public boolean carrying() {
    return dynamics.carrying();
  }

  /** Column of the wall between the rooms, and of the door in it. */
  public int doorX() {
    return dynamics.split;
  }

  /** Row of the door. */
  public int doorY() {
    return dynamics.doorAt % dynamics.size;
  }

  /** 0 open, 1 closed, 2 locked. */
  public int doorState() {
    return STATE_CODE[dynamics.cells[dynamics.doorAt]];
  }

  /** Column of the key on the floor, or -1 if it is carried or was removed. */
  public int keyX() {
    return dynamics.keyAt < 0 ? -1 : dynamics.keyAt / dynamics.size;
  }

  /** Row of the key on the floor, or -1 if it is carried or was removed. */
  public int keyY() {
    return dynamics.keyAt < 0 ? -1 : dynamics.keyAt % dynamics.size;
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(spec.name(), SNAPSHOT_VERSION).put(begun);
    dynamics.save(out);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, spec.name(), SNAPSHOT_VERSION);
    boolean restoredBegun = in.nextBoolean();
    DoorKeyDynamics restored = new DoorKeyDynamics(dynamics.size);
    restored.load(in);
    in.end();
    begun = restoredBegun;
    dynamics = restored;
  }

  @Override
  public Picture render() {
    byte[] seen = new byte[VIEW * VIEW * CHANNELS];
    observe(DoorKeyView.PARTIAL, seen, 0);
    return DoorKeyDrawing.draw(this, dynamics, seen);
  }

  @Override
  public DoorKeyEditor editor() {
    return editor;
  }

  DoorKeyDynamics dynamics() {
    return dynamics;
  }
}
