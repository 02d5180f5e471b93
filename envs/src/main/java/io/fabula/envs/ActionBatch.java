package io.fabula.envs;

import java.util.Arrays;

/**
 * One action per world in flat arrays, which networks fill in place. Which arrays are used depends
 * on the action space:
 *
 * <ul>
 *   <li>discrete: {@link #indices};
 *   <li>parameterised: {@link #indices} and the first numbers of a row of {@link #parameters}, as
 *       many as the chosen action takes; the rest of the row is ignored;
 *   <li>variable set: the entry's id in {@link #indices}, its {@link #parameters} if the space has
 *       any;
 *   <li>slate: {@link #items}, first position first; the index only tells whether the episode ends.
 * </ul>
 *
 * <p>Different threads may write different rows.
 */
public final class ActionBatch {
  /**
   * In place of an index: end the episode now and begin the next one. It counts as truncated. A
   * world that has an action that does nothing may take a last step with it.
   */
  public static final int END_EPISODE = -1;

  private final ActionSpace space;
  private final int parameterWidth;
  private final int slateSize;
  private final int[] indices;
  private final float[] parameters;
  private final int[] items;

  /**
   * Room for the actions of some worlds; all zeros.
   *
   * @param space the worlds' action space
   * @param worlds at least 0
   */
  public ActionBatch(ActionSpace space, int worlds) {
    if (worlds < 0) throw new IllegalArgumentException("worlds must be at least 0, got " + worlds);
    this.space = space;
    parameterWidth = parameterWidth(space);
    slateSize = space instanceof ActionSpace.Slate slate ? slate.slateSize() : 0;
    indices = new int[worlds];
    parameters = new float[Math.multiplyExact(worlds, parameterWidth)];
    items = new int[Math.multiplyExact(worlds, slateSize)];
  }

  private static int parameterWidth(ActionSpace space) {
    if (space instanceof ActionSpace.VariableSet set) return set.parameters().size();
    int width = 0;
    if (space instanceof ActionSpace.Parameterised parameterised) {
      for (ActionSpace.ParameterisedAction each : parameterised.actions()) {
        width = Math.max(width, each.parameters().size());
      }
    }
    return width;
  }

  /** The space that the actions belong to. */
  public ActionSpace space() {
    return space;
  }

  /** Number of worlds. */
  public int count() {
    return indices.length;
  }

  /** Numbers of a row of {@link #parameters}: the most that any action of the space takes. */
  public int parameterWidth() {
    return parameterWidth;
  }

  /** Items of a row of {@link #items}; 0 unless the space is one of slates. */
  public int slateSize() {
    return slateSize;
  }

  /** To fill: action indices, ids of entries, or {@link #END_EPISODE}, {@code [world]}. */
  public int[] indices() {
    return indices;
  }

  /** To fill: real parameters, {@code [world, parameterWidth]}. */
  public float[] parameters() {
    return parameters;
  }

  /** To fill: slates, {@code [world, slateSize]}. */
  public int[] items() {
    return items;
  }

  /**
   * Sets the action of world {@code i}.
   *
   * @throws IllegalArgumentException if the action is outside the space; nothing has changed then
   */
  public void set(int i, Action action) {
    space.check(action);
    if (action instanceof Action.Discrete chosen) {
      indices[i] = chosen.index();
    } else if (action instanceof Action.Parameterised chosen) {
      indices[i] = chosen.index();
      float[] values = chosen.parameters();
      Arrays.fill(parameters, i * parameterWidth, (i + 1) * parameterWidth, 0);
      System.arraycopy(values, 0, parameters, i * parameterWidth, values.length);
    } else if (action instanceof Action.Slate chosen) {
      indices[i] = 0;
      System.arraycopy(chosen.items(), 0, items, i * slateSize, slateSize);
    }
  }

  /** Ends the episode of world {@code i} instead of an action. */
  public void endEpisode(int i) {
    indices[i] = END_EPISODE;
  }

  /** Whether the episode of world {@code i} is to end instead of an action. */
  public boolean endsEpisode(int i) {
    return indices[i] == END_EPISODE;
  }

  /**
   * The action of world {@code i}; discrete ones with small indices without allocating.
   *
   * @throws IllegalStateException if the world's episode is to end instead
   */
  public Action action(int i) {
    if (endsEpisode(i)) {
      throw new IllegalStateException("the episode of world " + i + " ends instead of an action");
    }
    if (space instanceof ActionSpace.Slate) {
      return new Action.Slate(Arrays.copyOfRange(items, i * slateSize, (i + 1) * slateSize));
    }
    if (space instanceof ActionSpace.Parameterised parameterised) {
      boolean known = indices[i] >= 0 && indices[i] < parameterised.actions().size();
      int taken = known ? parameterised.actions().get(indices[i]).parameters().size() : 0;
      return new Action.Parameterised(indices[i], row(i, taken));
    }
    return parameterWidth == 0
        ? Action.of(indices[i])
        : new Action.Parameterised(indices[i], row(i, parameterWidth));
  }

  private float[] row(int i, int taken) {
    return Arrays.copyOfRange(parameters, i * parameterWidth, i * parameterWidth + taken);
  }

  /** Takes over row {@code from} of another batch of the same space as row {@code i}. */
  public void setFrom(int i, ActionBatch other, int from) {
    indices[i] = other.indices[from];
    System.arraycopy(
        other.parameters, from * parameterWidth, parameters, i * parameterWidth, parameterWidth);
    System.arraycopy(other.items, from * slateSize, items, i * slateSize, slateSize);
  }

  /**
   * Throws unless row {@code i} ends the episode or holds an action of the space; in spaces whose
   * actions change, it must be available as well.
   *
   * @param available what the world offers now
   * @throws IllegalArgumentException naming the world and what was expected
   */
  void check(int i, AutoResetWorld available) {
    if (indices[i] == END_EPISODE) return;
    if (space instanceof ActionSpace.Discrete && indices[i] >= 0 && indices[i] < space.count()) {
      return;
    }
    try {
      space.check(action(i));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("world " + i + ": " + e.getMessage(), e);
    }
    if (space instanceof ActionSpace.VariableSet) {
      requireAvailable(i, "entry", indices[i], available.availableActions());
    } else if (space instanceof ActionSpace.Slate) {
      ActionSet candidates = available.availableActions();
      for (int k = 0; k < slateSize; k++) {
        requireAvailable(i, "item", items[i * slateSize + k], candidates);
      }
    }
  }

  private static void requireAvailable(int i, String what, int id, ActionSet available) {
    if (available.contains(id)) return;
    throw new IllegalArgumentException(
        "world " + i + ": " + what + " must be one that is available now, got " + id);
  }
}
