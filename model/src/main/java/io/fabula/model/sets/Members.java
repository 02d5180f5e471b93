package io.fabula.model.sets;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.ops.GraphLayers;
import io.fabula.model.graph.ops.LinearForm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which places of a batch of sets are taken. Sets of different size share a batch: the members
 * stand first, what is behind them is padding, and every result for a member or for the whole set
 * is that of the set computed alone.
 */
public final class Members {
  private final Graph graph;
  private final int rows;
  private final int places;
  private final @Nullable Node taken;
  private final @Nullable Node count;

  private Members(Graph graph, int rows, int places, @Nullable Node taken) {
    if (rows < 1 || places < 1) {
      throw new IllegalArgumentException(
          "sets need at least 1 row and 1 place, got " + rows + " and " + places);
    }
    this.graph = graph;
    this.rows = rows;
    this.places = places;
    this.taken = taken;
    count = taken == null ? null : Reductions.sumKeeping(taken, 1);
  }

  /** Sets of one size: all places are taken. */
  public static Members all(Graph graph, int rows, int places) {
    return new Members(graph, rows, places, null);
  }

  /**
   * Sets of several sizes.
   *
   * @param taken {@code [rows, places]}: 1 for members, which stand first, 0 behind them; every row
   *     has a member
   */
  public static Members of(Node taken) {
    return new Members(taken.graph(), taken.shape().dim(0), taken.shape().dim(1), taken);
  }

  /** Sets in the batch. */
  public int rows() {
    return rows;
  }

  /** Places of a set. */
  public int places() {
    return places;
  }

  /**
   * The sums over members.
   *
   * @param x {@code [rows, places, width]}
   * @return {@code [rows, width]}
   */
  public Node sum(Node x) {
    Node counted = taken == null ? x : Arithmetic.mul(x, Shaping.reshape(taken, rows, places, 1));
    return Reductions.sum(counted, 1);
  }

  /**
   * The means over members.
   *
   * @param x {@code [rows, places, width]}
   * @return {@code [rows, width]}
   */
  public Node mean(Node x) {
    return count == null ? Reductions.mean(x, 1) : Arithmetic.div(sum(x), count);
  }

  /** The means over members of what has not been multiplied out. */
  public LinearForm mean(LinearForm x) {
    return x.mapped(this::mean);
  }

  /**
   * Logits for a softmax in which padding has no part.
   *
   * @param scores {@code [rows, places]}
   * @param low what padding gets; finite, and so low that its probability is 0
   */
  public Node logits(Node scores, float low) {
    return taken == null ? scores : Categorical.masked(scores, taken, low);
  }

  /**
   * The edges of the complete graph over the members with self-loops, for attention: {@code [rows,
   * 1, places]}, the same for every node; null where all edges are there.
   */
  public @Nullable Node edges() {
    return taken == null ? null : Shaping.reshape(taken, rows, 1, places);
  }

  /**
   * The normalised adjacency of the complete graph over the members without self-loops, for
   * convolution: 1 / (members - 1) from each member to each other one, nothing in a set of one.
   *
   * @return {@code [places, places]} or {@code [rows, places, places]}
   */
  public Node adjacency() {
    float[] others = new float[places * places];
    Arrays.fill(others, 1);
    for (int i = 0; i < places; i++) others[i * places + i] = 0;
    if (taken == null || count == null) {
      return graph.constant(GraphLayers.normalised(others, places), places, places);
    }
    Node one = graph.constant(new float[] {1}, 1, 1);
    Node degree = Arithmetic.max(Elementwise.offset(count, -1), one);
    Node seen =
        Arithmetic.mul(
            graph.constant(others, 1, places, places), Shaping.reshape(taken, rows, 1, places));
    return Arithmetic.div(seen, Shaping.reshape(degree, rows, 1, 1));
  }

  /**
   * For each place the one that stands there when the members of each set are turned round and the
   * padding stays: row {@code place * rows + set} of a time-major table.
   *
   * @return {@code [places, rows]}; null where whole sets are turned round
   */
  @Nullable Node turned() {
    if (taken == null || count == null) return null;
    float[] place = new float[places];
    float[] set = new float[rows];
    for (int i = 0; i < places; i++) place[i] = i;
    for (int i = 0; i < rows; i++) set[i] = i;
    Node at = graph.constant(place, places, 1);
    Node last = Elementwise.offset(Shaping.permute(count, 1, 0), -1);
    Node move = Arithmetic.sub(last, Elementwise.scale(at, 2));
    Node to = Arithmetic.add(at, Arithmetic.mul(Shaping.permute(taken, 1, 0), move));
    return Arithmetic.add(Elementwise.scale(to, rows), graph.constant(set, 1, rows));
  }
}
