package io.fabula.envs.objects;

import io.fabula.envs.tabular.TabularModel;

/**
 * An {@link ObjectWorld} as a table of all its states, where those are few enough: what any policy
 * does there has an exact value.
 */
public interface ObjectTable {
  /** The table, with the world's rewards and step limit. */
  TabularModel table();

  /** The same with a reward of 1 for completing the task: returns are successes. */
  TabularModel successTable();

  /** Writes what a world in a state shows, see {@link ObjectWorld#observe}. */
  void observe(int state, ObjectView view, byte[] target, int offset);

  /** 1 for the states in which an event holds, else 0. */
  double[] detector(int event);
}
