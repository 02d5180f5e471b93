package io.fabula.model.sets;

import io.fabula.model.graph.Node;
import io.fabula.model.graph.Recurrent;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Selection;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.LinearForm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that describe a whole set: a perceptron for each member, the members together, another
 * perceptron.
 *
 * @param name of the tensors
 * @param kind how members come together
 * @param in numbers that describe a member
 * @param hidden numbers between the layers, of each direction of the LSTM
 * @param out numbers of the summary
 * @param layers of the LSTM; 1 for deep sets
 */
public record SetSummary(String name, Kind kind, int in, int hidden, int out, int layers) {
  /** How members come together. */
  public enum Kind {
    /** The mean over the members (Zaheer et al. 2017); their order has no influence. */
    DEEP_SET,
    /**
     * A bidirectional LSTM goes through the members in their order; then the mean over members and
     * directions.
     */
    LSTM
  }

  public SetSummary {
    if (in < 1 || hidden < 1 || out < 1 || layers < 1) {
      throw new IllegalArgumentException(
          "in, hidden, out and layers must be at least 1, got " + List.of(in, hidden, out, layers));
    }
    if (kind == Kind.DEEP_SET && layers > 1) {
      throw new IllegalArgumentException("layers are those of an LSTM, got " + layers);
    }
  }

  /** A deep set. */
  public static SetSummary deepSet(String name, int in, int hidden, int out) {
    return new SetSummary(name, Kind.DEEP_SET, in, hidden, out, 1);
  }

  /** A bidirectional LSTM. */
  public static SetSummary lstm(String name, int in, int hidden, int out, int layers) {
    return new SetSummary(name, Kind.LSTM, in, hidden, out, layers);
  }

  private Perceptron before() {
    return Perceptron.of(name + ".before", in, hidden, hidden);
  }

  private Perceptron after() {
    return Perceptron.of(name + ".after", hidden, hidden, out);
  }

  /** Its tensors. */
  public List<NetworkTensor> tensors() {
    List<NetworkTensor> all = new ArrayList<>(before().tensors());
    if (kind == Kind.LSTM) {
      StartingValues start = StartingValues.byFanIn(hidden);
      for (int layer = 0; layer < layers; layer++) {
        int width = layer == 0 ? hidden : 2 * hidden;
        for (String suffix : List.of("", "_reverse")) {
          String end = "_l" + layer + suffix;
          all.add(tensor("weight_ih" + end, Shape.of(4 * hidden, width), start));
          all.add(tensor("weight_hh" + end, Shape.of(4 * hidden, hidden), start));
          all.add(tensor("bias_ih" + end, Shape.of(4 * hidden), start));
          all.add(tensor("bias_hh" + end, Shape.of(4 * hidden), start));
        }
      }
    }
    all.addAll(after().tensors());
    return all;
  }

  private NetworkTensor tensor(String tensor, Shape shape, StartingValues start) {
    return new NetworkTensor(name + ".lstm." + tensor, shape, start);
  }

  /**
   * Summarises sets.
   *
   * @param x {@code [rows, places, in]}
   * @return {@code [rows, out]}
   */
  public LinearForm of(LinearForm x, Members members, TensorNodes tensors) {
    LinearForm each = before().of(tensors, x);
    LinearForm together =
        kind == Kind.DEEP_SET
            ? members.mean(each)
            : LinearForm.of(bothDirections(each.value(), members, tensors));
    return after().of(tensors, together);
  }

  private Node bothDirections(Node each, Members members, TensorNodes tensors) {
    Node turned = members.turned();
    Node y = Shaping.permute(each, 1, 0, 2);
    for (int layer = 0; layer < layers; layer++) {
      Node ahead = states(y, weights(tensors, "_l" + layer));
      Node back =
          turn(states(turn(y, turned), weights(tensors, "_l" + layer + "_reverse")), turned);
      y = Shaping.concat(2, ahead, back);
    }
    Node mean = members.mean(Shaping.permute(y, 1, 0, 2));
    Node directions = Shaping.reshape(mean, members.rows(), 2, hidden);
    return Reductions.mean(directions, 1);
  }

  /** Turns the members of each set round; {@code [places, rows, width]}. */
  private static Node turn(Node x, @Nullable Node turned) {
    if (turned == null) return Shaping.reverse(x);
    int width = x.shape().last();
    Node table = Shaping.reshape(x, x.shape().dim(0) * x.shape().dim(1), width);
    return Selection.rows(table, turned);
  }

  private static Node states(Node x, Recurrent.LstmWeights weights) {
    int batch = x.shape().dim(1);
    int hidden = weights.hiddenWeight().shape().last();
    Node zero = x.graph().constant(new float[batch * hidden], batch, hidden);
    return Shaping.at(Recurrent.lstm(x, zero, zero, weights), 0);
  }

  private Recurrent.LstmWeights weights(TensorNodes tensors, String end) {
    String lstm = name + ".lstm.";
    return new Recurrent.LstmWeights(
        tensors.of(lstm + "weight_ih" + end),
        tensors.of(lstm + "weight_hh" + end),
        tensors.of(lstm + "bias_ih" + end),
        tensors.of(lstm + "bias_hh" + end));
  }
}
