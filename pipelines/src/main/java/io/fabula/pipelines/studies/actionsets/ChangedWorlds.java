package io.fabula.pipelines.studies.actionsets;

import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.model.sets.interventions.SetChange;
import io.fabula.pipelines.tables.Column;
import java.util.List;

/**
 * A kind of world whose set of actions can be changed in the middle of an episode.
 *
 * @param <W> the kind of world
 */
public interface ChangedWorlds<W extends Environment> {
  /** A world that was not reset yet. */
  W newWorld();

  /** Changes the set of a world in the middle of its episode. */
  void offer(W world, ActionSet set);

  /**
   * Every change of the set that is tried in a state.
   *
   * @param seed of what is drawn, if anything is
   */
  List<SetChange> changes(W world, long seed);

  /** The columns that say where a state is, beside its episode and step. */
  List<Column> place();

  /** What they hold for a state. */
  List<Object> placed(W world);

  /** Whether what is lost by a removal is to be summed up. */
  boolean counted(W world, int removedId);
}
