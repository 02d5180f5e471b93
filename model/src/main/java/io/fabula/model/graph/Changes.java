package io.fabula.model.graph;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run of a plan must compute again: all that depends on inputs that were set, or on
 * parameters that changed, since the last one.
 */
final class Changes {
  /** The bit of parameters, and of what nothing changes: in the causes of all nodes. */
  private static final long PARAMETERS = 1;

  private static final long ALL = -1;

  /** Inputs that are told apart; further ones count as one. */
  private static final int MOST = 63;

  private final Schedule schedule;
  private final Map<Node, Long> causes = new HashMap<>();
  private final Set<Parameters> owners = new LinkedHashSet<>();
  private final long[] causesOfSteps;
  private long pending = ALL;
  private long seen;

  Changes(Schedule schedule, List<PlanCompiler.Step> steps) {
    this.schedule = schedule;
    int inputs = 0;
    for (Node node : schedule.order()) {
      long cause = PARAMETERS;
      if (node.op() instanceof Leaf.Input) cause |= 1L << Math.min(++inputs, MOST);
      if (node.op() instanceof Leaf.Parameter parameter) owners.add(parameter.owner());
      for (Node input : node.inputs()) cause |= cause(input);
      causes.put(node, cause);
    }
    causesOfSteps = steps.stream().mapToLong(step -> cause(step.node())).toArray();
  }

  private long cause(Node node) {
    return causes.getOrDefault(node, ALL);
  }

  /** Lets values live through all runs that are read by steps which may run without theirs. */
  void keepValues(PlanTensors tensors) {
    for (Node node : schedule.order()) {
      for (Node input : node.inputs()) {
        Node root = schedule.root(input);
        if (!(root.op() instanceof Leaf) && cause(root) != cause(node)) tensors.persistValue(root);
      }
    }
  }

  /** An input was set. */
  void set(Node input) {
    pending |= cause(input) & ~PARAMETERS;
  }

  /** To be called before the steps of a run. */
  void look() {
    long now = versions();
    if (now != seen) pending = ALL;
    seen = now;
  }

  /** Versions only grow, so that their sum tells whether one did. */
  private long versions() {
    long sum = 0;
    for (Parameters owner : owners) sum += owner.version();
    return sum;
  }

  /** Whether a step is to be run. */
  boolean reach(int step) {
    return (causesOfSteps[step] & pending) != 0;
  }

  /** All steps have run that were to be. */
  void done() {
    pending = 0;
  }
}
