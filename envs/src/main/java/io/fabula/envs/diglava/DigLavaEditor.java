package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.*;

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
 * Reads and edits a Dig Lava level while it is played. "Ahead" is to the right, where the goal is;
 * distances are steps, less the one that would reach the thing itself.
 */
public final class DigLavaEditor extends GridEditor {
  private static final EndingCause BY_GOAL = new EndingCause("goal", "reached the goal", true);
  private static final EndingCause BY_ORANGE =
      new EndingCause("orange-lava", "stayed in orange lava", false);
  private static final EndingCause BY_PINK =
      new EndingCause("pink-lava", "stayed in pink lava", false);
  private static final EndingCause BY_TIME =
      new EndingCause("time", "reached the step limit", false);
  private static final String ORANGE_NAME = "orange-lava";
  private static final String PINK_NAME = "pink-lava";
  private static final String GOAL_NAME = "goal";
  private static final List<FeatureSpec> FEATURES =
      List.of(
          new FeatureSpec(ORANGE_NAME, "the orange river", List.of(ORANGE_NAME), false),
          new FeatureSpec(PINK_NAME, "the pink river", List.of(PINK_NAME), false),
          new FeatureSpec(GOAL_NAME, "the goal", List.of(), false),
          corners());
  private static final List<EditSpec> EDITS =
      List.of(
          new EditSpec(
              "clear-orange-lava",
              ORANGE_NAME,
              false,
              "the cell of orange lava ahead in the agent's row made empty",
              CORNER_REMOVED),
          new EditSpec(
              "clear-pink-lava",
              PINK_NAME,
              false,
              "the cell of pink lava ahead in the agent's row made empty",
              CORNER_REMOVED),
          new EditSpec(
              "add-orange-lava",
              ORANGE_NAME,
              true,
              "orange lava 2 cells ahead in the agent's row",
              "orange lava 2 cells behind in the agent's row"),
          new EditSpec("remove-goal", GOAL_NAME, false, "the goal made empty", CORNER_REMOVED));
  private static final List<String> PHASES =
      List.of("before the orange river", "between the rivers", "behind the pink river");
  private static final List<String> MEASURES =
      List.of(
          "time",
          "x",
          "y",
          "in-lava",
          "orange-lava-distance",
          "pink-lava-distance",
          "goal-distance",
          "dig-orange-available",
          "dig-pink-available");
  private static final List<ActionGroup> GROUPS =
      ActionGroup.each(Arrays.stream(DigLavaSkill.ALL).map(DigLavaSkill::label).toList());
  private static final int NEAR = 2;

  private final DigLava world;
  private final int size;

  DigLavaEditor(DigLava world) {
    super(world, WALL, EMPTY);
    this.world = world;
    size = world.options().size();
  }

  private DigLavaDynamics state() {
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
    return List.of(BY_GOAL, BY_ORANGE, BY_PINK, BY_TIME);
  }

  @Override
  protected byte[] cells() {
    return state().cells;
  }

  @Override
  protected int side() {
    return size;
  }

  @Override
  protected int agentCell() {
    return state().at;
  }

  /** The nearest cell of a feature that is not behind the agent; of corners, the farthest. */
  @Override
  protected int cellOf(String feature) {
    if (feature.equals(CORNERS)) return farthestCorner();
    int found = NOWHERE;
    byte code = code(feature);
    for (int cell = world.x() * size; cell < state().cells.length; cell++) {
      if (state().cells[cell] != code) continue;
      if (found == NOWHERE || distance(cell) < distance(found)) found = cell;
    }
    return found;
  }

  private static byte code(String feature) {
    return switch (feature) {
      case ORANGE_NAME -> ORANGE_LAVA;
      case PINK_NAME -> PINK_LAVA;
      default -> GOAL;
    };
  }

  /** The cell that an edit or its placebo changes, or {@link #NOWHERE}. */
  private int changed(String edit, EditVariant variant) {
    boolean placebo = variant == EditVariant.PLACEBO;
    return switch (edit) {
      case "add-orange-lava" -> emptyInRow(placebo ? -NEAR : NEAR);
      case "clear-orange-lava" -> placebo ? farthestCorner() : inRow(ORANGE_LAVA);
      case "clear-pink-lava" -> placebo ? farthestCorner() : inRow(PINK_LAVA);
      default -> placebo ? farthestCorner() : cellOf(GOAL_NAME);
    };
  }

  private int inRow(byte code) {
    for (int x = world.x() + 1; x < size; x++) {
      int cell = x * size + world.y();
      if (state().cells[cell] == code) return cell;
    }
    return NOWHERE;
  }

  private int emptyInRow(int columns) {
    int x = world.x() + columns;
    if (x < 0 || x >= size) return NOWHERE;
    int cell = x * size + world.y();
    return state().cells[cell] == EMPTY ? cell : NOWHERE;
  }

  @Override
  public boolean allows(String edit) {
    String name = edit(edit).name();
    return changed(name, EditVariant.EDIT) != NOWHERE
        && changed(name, EditVariant.PLACEBO) != NOWHERE;
  }

  @Override
  public int apply(String edit, EditVariant variant) {
    if (!allows(edit)) {
      throw new IllegalStateException("the state does not allow " + edit + " and its placebo");
    }
    state().cells[changed(edit, variant)] = edit(edit).adds() ? ORANGE_LAVA : EMPTY;
    return 1;
  }

  @Override
  public boolean has(String feature) {
    if (feature(feature).name().equals(CORNERS)) return farthestCorner() != NOWHERE;
    byte code = code(feature);
    for (byte cell : state().cells) if (cell == code) return true;
    return false;
  }

  @Override
  public boolean removeAll(String feature) {
    if (feature(feature).name().equals(CORNERS)) return removeCorners();
    boolean any = false;
    byte code = code(feature);
    for (int cell = 0; cell < state().cells.length; cell++) {
      if (state().cells[cell] != code) continue;
      state().cells[cell] = EMPTY;
      any = true;
    }
    return any;
  }

  @Override
  public boolean observeWithout(String feature, byte[] target, int offset) {
    byte[] cells = state().cells.clone();
    boolean any = removeAll(feature);
    world.observe(target, offset);
    System.arraycopy(cells, 0, state().cells, 0, cells.length);
    return any;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Lava that was dug away in the moment it killed is told by its river.
   */
  @Override
  public Optional<EndingCause> cause() {
    if (world.completed()) return Optional.of(BY_GOAL);
    if (world.truncated()) return Optional.of(BY_TIME);
    if (!world.terminated()) return Optional.empty();
    byte under = state().cells[state().at];
    boolean orange =
        DigLavaGrid.isLava(under)
            ? under == ORANGE_LAVA
            : world.x() == DigLavaGrid.orangeColumn(size);
    return Optional.of(orange ? BY_ORANGE : BY_PINK);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if it is a wall or outside the world
   */
  @Override
  public void moveAgent(AgentPlace place) {
    state().at = cell((int) place.x(), (int) place.y());
  }

  private int cell(int x, int y) {
    if (x < 1 || y < 1 || x > size - 2 || y > size - 2) {
      throw new IllegalArgumentException(
          "cell must be within 1.." + (size - 2) + " both ways, got (" + x + ", " + y + ")");
    }
    return x * size + y;
  }

  /**
   * Puts lava into a cell that is empty, or takes lava away.
   *
   * @param colour of {@link DigLavaSkill#DIG_ORANGE} or {@link DigLavaSkill#DIG_PINK}, or empty for
   *     none
   * @throws IllegalArgumentException if the cell holds something else, or the skill digs nothing
   */
  public void setLava(int x, int y, Optional<DigLavaSkill> colour) {
    int cell = cell(x, y);
    byte there = state().cells[cell];
    if (there != EMPTY && !DigLavaGrid.isLava(there)) {
      throw new IllegalArgumentException("(" + x + ", " + y + ") is neither empty nor lava");
    }
    if (colour.isPresent() && !colour.get().isDig()) {
      throw new IllegalArgumentException("colour must be that of a dig, got " + colour.get());
    }
    state().cells[cell] = colour.map(skill -> (byte) skill.argument()).orElse(EMPTY);
  }

  @Override
  public List<String> phases() {
    return PHASES;
  }

  @Override
  public String phase() {
    if (world.x() <= DigLavaGrid.orangeColumn(size)) return PHASES.get(0);
    return PHASES.get(world.x() <= DigLavaGrid.pinkColumn(size) ? 1 : 2);
  }

  @Override
  public List<String> measures() {
    return MEASURES;
  }

  @Override
  public void measure(float[] target, int offset) {
    target[offset] = (float) state().steps / world.options().maximumSteps();
    target[offset + 1] = world.x();
    target[offset + 2] = world.y();
    target[offset + 3] = DigLavaGrid.isLava(state().cells[state().at]) ? 1 : 0;
    target[offset + 4] = distanceOrZero(ORANGE_NAME);
    target[offset + 5] = distanceOrZero(PINK_NAME);
    target[offset + 6] = distanceOrZero(GOAL_NAME);
    target[offset + 7] = offers(DigLavaSkill.DIG_ORANGE);
    target[offset + 8] = offers(DigLavaSkill.DIG_PINK);
  }

  private float offers(DigLavaSkill skill) {
    return world.availableActions().contains(skill.id()) ? 1 : 0;
  }

  @Override
  public List<ActionGroup> actionGroups() {
    return GROUPS;
  }
}
