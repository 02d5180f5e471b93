package io.fabula.model.graph.ops;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Shaping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sum of linear layers along the last axis, {@code y = W_1 x_1 + W_2 x_2 + ... + b}, that has not
 * been multiplied out. Where another linear layer follows without anything between, the matrices
 * are multiplied with each other instead of with all rows of {@code x}, of which there are many
 * more; values and gradients are the same up to rounding.
 *
 * <p>It is meant for layers that do not narrow: a narrow result is better {@linkplain #value()
 * computed} before the next layer.
 */
public final class LinearForm {
  /** {@code W x}, or x itself without a weight. */
  private record Term(Node x, @Nullable Node weight) {
    int width() {
      return weight == null ? x.shape().last() : weight.shape().dim(0);
    }

    Node product(@Nullable Node bias) {
      if (weight == null) return bias == null ? x : Arithmetic.add(x, bias);
      return bias == null ? Linear.dense(x, weight) : Linear.dense(x, weight, bias);
    }
  }

  private final List<Term> terms;
  private final @Nullable Node bias;

  private LinearForm(List<Term> terms, @Nullable Node bias) {
    this.terms = List.copyOf(terms);
    this.bias = bias;
  }

  /** x as it is. */
  public static LinearForm of(Node x) {
    return new LinearForm(List.of(new Term(x, null)), null);
  }

  /** Numbers along the last axis. */
  public int width() {
    return terms.get(0).width();
  }

  /**
   * A linear layer behind this.
   *
   * @param weight {@code [out, width]}
   */
  public LinearForm then(Node weight) {
    if (weight.shape().rank() != 2 || weight.shape().dim(1) != width()) {
      throw new IllegalArgumentException(weight + " does not fit a form of width " + width());
    }
    List<Term> made = new ArrayList<>();
    for (Term term : terms) {
      Node both = term.weight() == null ? weight : Linear.matmul(weight, term.weight());
      made.add(new Term(term.x(), both));
    }
    return new LinearForm(made, bias == null ? null : Linear.dense(bias, weight));
  }

  /** A linear layer with a bias behind this. */
  public LinearForm then(Linear.Layer layer) {
    LinearForm product = then(layer.weight());
    Node sum =
        product.bias == null ? layer.bias() : Linear.dense(bias(), layer.weight(), layer.bias());
    return new LinearForm(product.terms, sum);
  }

  private Node bias() {
    if (bias == null) throw new IllegalStateException("there is no bias");
    return bias;
  }

  /** {@code factor} times this. */
  public LinearForm times(float factor) {
    List<Term> made = new ArrayList<>();
    for (Term term : terms) {
      Node weight = term.weight();
      made.add(
          weight == null
              ? new Term(Elementwise.scale(term.x(), factor), null)
              : new Term(term.x(), Elementwise.scale(weight, factor)));
    }
    return new LinearForm(made, bias == null ? null : Elementwise.scale(bias, factor));
  }

  /** The sum of both; rows are broadcast by NumPy's rules. */
  public LinearForm plus(LinearForm other) {
    if (other.width() != width()) {
      throw new IllegalArgumentException(
          "forms of width " + width() + " and " + other.width() + " cannot be added");
    }
    List<Term> all = new ArrayList<>(terms);
    for (Term term : other.terms) {
      int known = sameInput(all, term);
      if (known < 0) all.add(term);
      else all.set(known, sum(all.get(known), term));
    }
    Node sum = bias == null ? other.bias : bias;
    if (bias != null && other.bias != null) sum = Arithmetic.add(bias, other.bias);
    return new LinearForm(all, sum);
  }

  /** Where a term of the same x stands that can take up another; -1 if nowhere. */
  private static int sameInput(List<Term> all, Term term) {
    for (int i = 0; i < all.size(); i++) {
      Term each = all.get(i);
      if (each.x() == term.x() && each.weight() != null && term.weight() != null) return i;
    }
    return -1;
  }

  private static Term sum(Term a, Term b) {
    if (a.weight() == null || b.weight() == null) throw new IllegalStateException("no weights");
    return new Term(a.x(), Arithmetic.add(a.weight(), b.weight()));
  }

  /**
   * One linear layer of several forms side by side.
   *
   * @param layer weight {@code [out, sum of widths]}
   */
  public static LinearForm sideBySide(Linear.Layer layer, LinearForm... forms) {
    int at = 0;
    LinearForm sum = null;
    for (LinearForm form : forms) {
      Node columns = Shaping.slice(layer.weight(), 1, at, at + form.width());
      at += form.width();
      LinearForm part =
          sum == null ? form.then(new Linear.Layer(columns, layer.bias())) : form.then(columns);
      sum = sum == null ? part : sum.plus(part);
    }
    if (sum == null || at != layer.weight().shape().dim(1)) {
      throw new IllegalArgumentException(layer.weight() + " does not fit forms of width " + at);
    }
    return sum;
  }

  /**
   * The same with each x replaced by a linear function of its rows that keeps constants, such as a
   * mean over an axis, a weighted mean, a reshape or a broadcast: it may be taken before or behind
   * the layers.
   */
  public LinearForm mapped(UnaryOperator<Node> rows) {
    return new LinearForm(
        terms.stream().map(term -> new Term(rows.apply(term.x()), term.weight())).toList(), bias);
  }

  /** The value, {@code [..., width]}. What has the fewest rows is added up first. */
  public Node value() {
    Map<List<Integer>, Node> sums = new LinkedHashMap<>();
    List<Term> byRows = new ArrayList<>(terms);
    byRows.sort(Comparator.comparingInt(term -> term.x().shape().rows()));
    Node once = bias;
    for (Term term : byRows) {
      Node product = term.product(once);
      once = null;
      sums.merge(leading(product), product, Arithmetic::add);
    }
    Node sum = null;
    for (Node each : sums.values()) sum = sum == null ? each : Arithmetic.add(each, sum);
    if (sum == null) throw new IllegalStateException("a form has at least one term");
    return sum;
  }

  private static List<Integer> leading(Node node) {
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < node.shape().rank() - 1; i++) dims.add(node.shape().dim(i));
    return dims;
  }
}
