package io.fabula.pipelines.studies.twostage.problems;

import io.fabula.envs.tabular.TabularModel;
import java.util.List;

/**
 * A problem to find a mediating event in: a table, events of interest, and policies to compare with
 * the uniform one, which is the reference.
 *
 * @param name of the problem
 * @param model the table
 * @param stateNames one per state
 * @param actionNames one per action
 * @param events named detectors whose effects are computed
 * @param targets named policies; the first is that of the enumeration and of the estimates
 * @param chooses for each state whether a learned policy may differ from the reference there
 * @param enumerated the states over which all hard detectors are tried; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record TabularProblem(
    String name,
    TabularModel model,
    List<String> stateNames,
    List<String> actionNames,
    List<Event> events,
    List<Target> targets,
    boolean[] chooses,
    List<Integer> enumerated) {
  public TabularProblem {
    stateNames = List.copyOf(stateNames);
    actionNames = List.copyOf(actionNames);
    events = List.copyOf(events);
    targets = List.copyOf(targets);
    enumerated = List.copyOf(enumerated);
  }

  /**
   * A named event.
   *
   * @param detector for each state the probability of firing there, within 0..1
   */
  public record Event(String name, double[] detector) {}

  /**
   * A named policy.
   *
   * @param policy probabilities {@code [state, action]}, row by row
   */
  public record Target(String name, double[] policy) {}

  /** The policy that all are compared with. */
  public double[] reference() {
    return model.uniformPolicy();
  }
}
