package io.fabula.model.agents;

import java.util.List;

/** A network that tells from what it is shown how likely each action is, and perhaps a value. */
public interface PolicyNetwork extends AgentShape {
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
