package io.fabula.model.agents;

import io.fabula.envs.EnvironmentSpec;
import java.util.List;

/** A network that tells from what it is shown how likely each action is, and perhaps a value. */
public interface PolicyNetwork {
  /**
   * Checks that the network can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the network needs
   */
  void requireFits(EnvironmentSpec world);

  /** What its outputs mean. */
  ActionHead head();

  /** Numbers that it keeps from step to step (and that are recorded); 0 for none. */
  int stateSize();

  /** Room for what it is shown in {@code rows} steps. */
  InputBuffer inputs(int rows);

  /**
   * A plan that decides for {@code batch} worlds, for one thread.
   *
   * @return closed by the caller
   */
  ActingPlan acting(int batch);

  /**
   * What is recorded of each decision: the state fed into the step as {@code hx_in} and the state
   * after it as {@code hx_out}, where there is one.
   */
  default List<ExtraColumn> extras() {
    int size = stateSize();
    return size == 0
        ? List.of()
        : List.of(
            new ExtraColumn("hx_in", size, "hx_out", "hidden state before the step"),
            new ExtraColumn(
                "hx_out",
                size,
                "hx_out",
                "hidden state after the step, by which the action was chosen"));
  }
}
