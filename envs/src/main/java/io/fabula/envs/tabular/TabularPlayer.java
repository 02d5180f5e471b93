package io.fabula.envs.tabular;

import io.fabula.envs.Action;
import io.fabula.envs.Player;

/** Plays a {@link TabularWorld} optimally: looks its state up in {@link OptimalPolicy}'s answer. */
public final class TabularPlayer implements Player<TabularWorld> {
  private final int[] actions;

  /** Plans for a model once; the undiscounted return is what counts. */
  public TabularPlayer(TabularModel model) {
    actions = OptimalPolicy.actions(model, 1);
  }

  /** The action to take now. */
  @Override
  public Action act(TabularWorld world) {
    return Action.of(actions[world.state()]);
  }
}
