package io.fabula.model.graph;

import java.util.List;

/** Values that no operation computes. */
sealed interface Leaf extends Op {
  @Override
  default Kernel bind(Binding binding) {
    throw new IllegalStateException(kind() + " has no kernel");
  }

  /** A value given before each run. */
  record Input(boolean withGradient) implements Leaf {
    @Override
    public String kind() {
      return "input";
    }

    @Override
    public boolean differentiable(List<Node> inputs) {
      return withGradient;
    }
  }

  /** A value that never changes; the array is never written. */
  @SuppressWarnings("ArrayRecordComponent")
  record Constant(float[] values) implements Leaf {
    @Override
    public String kind() {
      return "constant";
    }
  }

  /** A tensor of a {@link Parameters}. */
  record Parameter(Parameters owner, String name) implements Leaf {
    @Override
    public String kind() {
      return "parameter";
    }

    @Override
    public boolean differentiable(List<Node> inputs) {
      return !owner.isFrozen();
    }
  }
}
