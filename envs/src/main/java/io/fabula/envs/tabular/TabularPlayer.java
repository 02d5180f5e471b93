package io.fabula.envs.tabular;

import io.fabula.envs.Action;

/** Plays a {@link TabularWorld} optimally: looks its state up in {@link OptimalPolicy}'s answer. */
public final class TabularPlayer {
  private final int[] actions;

  /** Plans for a model once; the undiscounted return is what counts. */
  public TabularPlayer(TabularModel model) {
    actions = OptimalPolicy.actions(model, 1);
  }

  /** The action to take now. */
  public Action act(TabularWorld world) {
    return Action.of(actions[world.state()]);
  }
}
