package io.fabula.model.graph;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Functions of single elements applied one after the other.
 *
 * @param links in the order of computation; the last one's value is the result
 */
record ChainOp(List<Link> links) implements Op {
  /**
   * One function; exactly one of the two is there.
   *
   * @param first the link whose value is the first operand, or {@link #input}
   * @param second likewise; the same as {@code first} for functions of one variable
   */
  record Link(
      @Nullable UnaryFunction unary, @Nullable BinaryFunction binary, int first, int second) {
    static Link of(Op op, int... from) {
      if (op instanceof UnaryOp one) return new Link(one.function(), null, from[0], from[0]);
      if (op instanceof BinaryOp two) return new Link(null, two.function(), from[0], from[1]);
      throw new IllegalArgumentException(op.kind() + " is no function of single elements");
    }

    String kind() {
      return unary != null ? unary.kind() : binary != null ? binary.kind() : "";
    }

    /** Whether the gradient of the operands is computed from the operands. */
    boolean needsOperands() {
      return unary != null ? unary.needsInput() : binary != null && binary.needsInputs();
    }

    /** Whether it is computed from the value. */
    boolean needsValue() {
      return unary != null && unary.needsOutput();
    }

    /** Whether the value is sooner computed again than written and read. */
    boolean cheap() {
      return unary == null || unary.cheap();
    }
  }

  ChainOp {
    links = List.copyOf(links);
  }

  /** How a link names input {@code i} of the node. */
  static int input(int i) {
    return -1 - i;
  }

  @Override
  public String kind() {
    return links.stream().map(Link::kind).collect(Collectors.joining("+"));
  }

  @Override
  public Kernel bind(Binding binding) {
    return new ChainKernel(links, binding);
  }
}
