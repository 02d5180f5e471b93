package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditVariant;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.edits.GridEditor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads and edits a DoorKey level while it is played. Distances are steps without turns, less the
 * one that would reach the thing itself.
 */
public final class DoorKeyEditor extends GridEditor {
  private static final EndingCause BY_GOAL = new EndingCause("goal", "reached the goal", true);
  private static final EndingCause BY_TIME =
      new EndingCause("time", "reached the step limit", false);
  private static final String KEY_NAME = "key";
  private static final String DOOR_NAME = "door";
  private static final String GOAL_NAME = "goal";
  private static final List<FeatureSpec> FEATURES =
      List.of(
          new FeatureSpec(KEY_NAME, "the key on the floor", List.of(), false),
          new FeatureSpec(DOOR_NAME, "the door while it is not open", List.of(), false),
          new FeatureSpec(GOAL_NAME, "the goal", List.of(), false),
          corners());
  private static final List<EditSpec> EDITS =
      List.of(
          new EditSpec(
              "remove-key", KEY_NAME, false, "the key on the floor removed", CORNER_REMOVED),
          new EditSpec("open-door", DOOR_NAME, false, "the door opened", CORNER_REMOVED),
          new EditSpec("lock-door", DOOR_NAME, true, "the open door locked", CORNER_REMOVED),
          new EditSpec("remove-goal", GOAL_NAME, false, "the goal removed", CORNER_REMOVED));
  private static final List<String> PHASES = List.of("without key", "with key", "door unlocked");
  private static final List<String> MEASURES =
      List.of(
          "time",
          "x",
          "y",
          "facing-right",
          "facing-down",
          "facing-left",
          "facing-up",
          "key-held",
          "key-distance",
          "door-open",
          "door-locked",
          "door-distance",
          "goal-distance");

  private final DoorKey world;
  private final List<ActionGroup> groups;

  DoorKeyEditor(DoorKey world, ActionSpace.Discrete actions) {
    super(world, WALL, EMPTY);
    this.world = world;
    groups = ActionGroup.each(actions.names());
  }

  private DoorKeyDynamics state() {
    return world.dynamics();
  }

  @Override
  public List<FeatureSpec> features() {
    return FEATURES;
  }

  @Override
  public List<EditSpec> edits() {
    return EDITS;
  }

  @Override
  public List<EndingCause> causes() {
    return List.of(BY_GOAL, BY_TIME);
  }

  @Override
  protected byte[] cells() {
    return state().cells;
  }

  @Override
  protected int side() {
    return state().size;
  }

  @Override
  protected int agentCell() {
    return state().at;
  }

  @Override
  protected int cellOf(String feature) {
    DoorKeyDynamics state = state();
    return switch (feature) {
      case KEY_NAME -> state.keyAt < 0 ? NOWHERE : state.keyAt;
      case DOOR_NAME -> doorBlocks() ? state.doorAt : NOWHERE;
      case GOAL_NAME -> state.cells[state.goalAt()] == GOAL ? state.goalAt() : NOWHERE;
      default -> farthestCorner();
    };
  }

  private boolean doorBlocks() {
    byte door = state().cells[state().doorAt];
    return door == DOOR_LOCKED || door == DOOR_CLOSED;
  }

  @Override
  public boolean allows(String edit) {
    edit(edit);
    return changesTheView(edit, EditVariant.EDIT) && changesTheView(edit, EditVariant.PLACEBO);
  }

  private boolean changesTheView(String edit, EditVariant variant) {
    byte[] before = observation();
    byte[] cells = state().cells.clone();
    int keyAt = state().keyAt;
    boolean changed = change(edit, variant) && !Arrays.equals(before, observation());
    putBack(cells, keyAt);
    return changed;
  }

  private byte[] observation() {
    byte[] observed = new byte[world.spec().observations().size()];
    world.observe(observed, 0);
    return observed;
  }

  private void putBack(byte[] cells, int keyAt) {
    System.arraycopy(cells, 0, state().cells, 0, cells.length);
    state().keyAt = keyAt;
  }

  @Override
  public int apply(String edit, EditVariant variant) {
    if (!allows(edit)) {
      throw new IllegalStateException("the state does not allow " + edit + " and its placebo");
    }
    change(edit, variant);
    return 1;
  }

  /** Makes an edit or its placebo if the state has what it changes. */
  private boolean change(String edit, EditVariant variant) {
    DoorKeyDynamics state = state();
    if (variant == EditVariant.PLACEBO) {
      int corner = farthestCorner();
      if (corner != NOWHERE) state.cells[corner] = EMPTY;
      return corner != NOWHERE;
    }
    switch (edit) {
      case "remove-key" -> {
        return removeAll(KEY_NAME);
      }
      case "remove-goal" -> {
        return removeAll(GOAL_NAME);
      }
      case "open-door" -> {
        if (!doorBlocks()) return false;
        state.cells[state.doorAt] = DOOR_OPEN;
        return true;
      }
      default -> {
        if (state.cells[state.doorAt] != DOOR_OPEN || state.at == state.doorAt) return false;
        state.cells[state.doorAt] = DOOR_LOCKED;
        return true;
      }
    }
  }

  @Override
  public boolean has(String feature) {
    return cellOf(feature(feature).name()) != NOWHERE;
  }

  @Override
  public boolean removeAll(String feature) {
    DoorKeyDynamics state = state();
    switch (feature(feature).name()) {
      case KEY_NAME -> {
        if (state.keyAt < 0) return false;
        state.cells[state.keyAt] = EMPTY;
        state.keyAt = DoorKeyDynamics.NO_KEY;
        return true;
      }
      case DOOR_NAME -> {
        boolean blocked = doorBlocks();
        if (blocked) state.cells[state.doorAt] = DOOR_OPEN;
        return blocked;
      }
      case GOAL_NAME -> {
        boolean there = state.cells[state.goalAt()] == GOAL;
        state.cells[state.goalAt()] = EMPTY;
        return there;
      }
      default -> {
        return removeCorners();
      }
    }
  }

  @Override
  public boolean observeWithout(String feature, byte[] target, int offset) {
    byte[] cells = state().cells.clone();
    int keyAt = state().keyAt;
    boolean any = removeAll(feature);
    world.observe(target, offset);
    putBack(cells, keyAt);
    return any;
  }

  @Override
  public Optional<EndingCause> cause() {
    if (world.terminated()) return Optional.of(BY_GOAL);
    return world.truncated() ? Optional.of(BY_TIME) : Optional.empty();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if it is not an empty cell or an open door
   */
  @Override
  public void moveAgent(AgentPlace place) {
    state().at = freeCell("the agent", (int) place.x(), (int) place.y(), true);
  }

  private int freeCell(String what, int x, int y, boolean doorway) {
    int size = state().size;
    if (x >= 0 && y >= 0 && x < size && y < size) {
      byte cell = state().cells[x * size + y];
      if (cell == EMPTY || (doorway && cell == DOOR_OPEN)) return x * size + y;
    }
    throw new IllegalArgumentException(
        what + " needs an empty cell, (" + x + ", " + y + ") is none");
  }

  /**
   * Puts the key on the floor, wherever it was.
   *
   * @throws IllegalArgumentException if the cell is not empty, or the agent's
   */
  public void placeKey(int x, int y) {
    int cell = freeCell(KEY_NAME, x, y, false);
    if (cell == state().at) {
      throw new IllegalArgumentException("the key needs a cell without the agent");
    }
    removeAll(KEY_NAME);
    state().cells[cell] = KEY;
    state().keyAt = cell;
  }

  /** Gives the key to the agent, wherever it was. */
  public void giveKey() {
    removeAll(KEY_NAME);
    state().keyAt = DoorKeyDynamics.CARRIED;
  }

  /**
   * Opens, closes or locks the door.
   *
   * @param doorState 0 open, 1 closed, 2 locked
   * @throws IllegalArgumentException if it is another number, or the agent stands in the doorway
   */
  public void setDoor(int doorState) {
    if (doorState < 0 || doorState > 2) {
      throw new IllegalArgumentException("doorState must be within 0..2, got " + doorState);
    }
    if (doorState != 0 && state().at == state().doorAt) {
      throw new IllegalArgumentException("the agent stands in the doorway");
    }
    state().cells[state().doorAt] = (byte) (DOOR_OPEN + doorState);
  }

  @Override
  public List<String> phases() {
    return PHASES;
  }

  @Override
  public String phase() {
    if (state().cells[state().doorAt] != DOOR_LOCKED) return PHASES.get(2);
    return PHASES.get(world.carrying() ? 1 : 0);
  }

  @Override
  public List<String> measures() {
    return MEASURES;
  }

  @Override
  public void measure(float[] target, int offset) {
    DoorKeyDynamics state = state();
    Arrays.fill(target, offset, offset + MEASURES.size(), 0);
    target[offset] = (float) state.steps / state.maximumSteps;
    target[offset + 1] = world.x();
    target[offset + 2] = world.y();
    target[offset + 3 + state.direction] = 1;
    target[offset + 7] = world.carrying() ? 1 : 0;
    target[offset + 8] = distanceOrZero(KEY_NAME);
    target[offset + 9] = world.doorState() == 0 ? 1 : 0;
    target[offset + 10] = world.doorState() == 2 ? 1 : 0;
    target[offset + 11] = distance(state.doorAt);
    target[offset + 12] = distanceOrZero(GOAL_NAME);
  }

  @Override
  public List<ActionGroup> actionGroups() {
    return groups;
  }
}
