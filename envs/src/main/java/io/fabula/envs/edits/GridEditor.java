package io.fabula.envs.edits;

import io.fabula.envs.Environment;
import io.fabula.envs.ObservationSpace;
import java.util.List;

/**
 * What editors of square worlds of cells have in common: cell {@code (x, y)} is {@code x * side +
 * y}, distances are steps without turns, and the placebo of an edit removes a corner of the outer
 * wall, which nothing ever touches: of those that are left the one farthest from the agent, of
 * several the first one from {@code (0, 0)} over {@code (side - 1, 0)} on.
 */
public abstract class GridEditor implements WorldEditor {
  /** No cell. */
  protected static final int NOWHERE = -1;

  /** The feature that is a placebo. */
  protected static final String CORNERS = "corners";

  /** What the placebo of an edit does. */
  protected static final String CORNER_REMOVED = "a corner of the outer wall removed";

  private final Environment world;
  private final byte wall;
  private final byte empty;

  /**
   * @param world shows bytes
   * @param wall what a corner holds that was not removed
   * @param empty what a removed one holds
   */
  protected GridEditor(Environment world, byte wall, byte empty) {
    this.world = world;
    this.wall = wall;
    this.empty = empty;
  }

  /** The feature {@link #CORNERS}. */
  protected static FeatureSpec corners() {
    return new FeatureSpec(CORNERS, "the corners of the outer wall", List.of(), true);
  }

  /** The cells as they are, to be read and written. */
  protected abstract byte[] cells();

  /** Cells of a side. */
  protected abstract int side();

  /** The agent's cell. */
  protected abstract int agentCell();

  /** The cell of a feature's occurrence that is meant, or {@link #NOWHERE}. */
  protected abstract int cellOf(String feature);

  /** Steps from the agent to a cell. */
  protected final int distance(int cell) {
    int side = side();
    int agent = agentCell();
    return Math.abs(cell / side - agent / side) + Math.abs(cell % side - agent % side);
  }

  /** Steps to a feature; 0 where there is none. */
  protected final float distanceOrZero(String feature) {
    int cell = cellOf(feature);
    return cell == NOWHERE ? 0 : distance(cell);
  }

  private int[] cornerCells() {
    int last = side() - 1;
    return new int[] {0, last * side(), last * side() + last, last};
  }

  /** The corner that a placebo removes, or {@link #NOWHERE} if none is left. */
  protected final int farthestCorner() {
    int farthest = NOWHERE;
    for (int corner : cornerCells()) {
      if (cells()[corner] != wall) continue;
      if (farthest == NOWHERE || distance(corner) > distance(farthest)) farthest = corner;
    }
    return farthest;
  }

  /** Removes all corners; whether any was left. */
  protected final boolean removeCorners() {
    boolean any = false;
    for (int corner : cornerCells()) {
      any |= cells()[corner] == wall;
      cells()[corner] = empty;
    }
    return any;
  }

  @Override
  public final Sighting sight(String feature) {
    int cell = cellOf(feature(feature).name());
    return cell == NOWHERE ? Sighting.NONE : Sighting.at(distance(cell) - 1);
  }

  @Override
  public final boolean observeWithout(String feature, float[] target, int offset) {
    byte[] bytes = new byte[world.spec().observations().size()];
    boolean any = observeWithout(feature, bytes, 0);
    ObservationSpace.toFloats(bytes, target, offset);
    return any;
  }

  @Override
  public final AgentPlace place() {
    int x = agentCell() / side();
    int y = agentCell() % side();
    return new AgentPlace(x, y);
  }
}
