package io.fabula.model.slates;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Shaping;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Vectors for each candidate of each decision, as parts that are joined along the last axis. Most
 * parts say the same of all candidates (user, slate so far) or of all decisions of a group (the
 * candidates themselves), so a linear layer multiplies each part once and adds the products up.
 *
 * <p>Decisions are {@code groups * members} rows, members inside; a group shares its candidates.
 */
final class CandidateFeatures {
  /** What a part depends on. */
  private enum Kind {
    /** [rows, width]. */
    DECISION,
    /** [groups, candidates, width]. */
    CANDIDATE,
    /** [rows, candidates, width]. */
    BOTH
  }

  private record Part(Node value, Kind kind) {
    int width() {
      return value.shape().last();
    }
  }

  private final int groups;
  private final int members;
  private final int candidates;
  private final List<Part> parts = new ArrayList<>();

  CandidateFeatures(int groups, int members, int candidates) {
    this.groups = groups;
    this.members = members;
    this.candidates = candidates;
  }

  /** Adds what is the same for all candidates, [rows, width]. */
  CandidateFeatures ofDecision(Node value) {
    parts.add(new Part(value, Kind.DECISION));
    return this;
  }

  /** Adds what is the same for all decisions of a group, [groups, candidates, width]. */
  CandidateFeatures ofCandidate(Node value) {
    parts.add(new Part(value, Kind.CANDIDATE));
    return this;
  }

  /** Adds what depends on both, [rows, candidates, width]. */
  CandidateFeatures ofBoth(Node value) {
    parts.add(new Part(value, Kind.BOTH));
    return this;
  }

  private int rows() {
    return groups * members;
  }

  /** The decisions of one member of each group. */
  CandidateFeatures member(int member) {
    CandidateFeatures some = new CandidateFeatures(groups, 1, candidates);
    for (Part part : parts) {
      int width = part.width();
      switch (part.kind()) {
        case CANDIDATE -> some.ofCandidate(part.value());
        case DECISION -> {
          Node all = Shaping.reshape(part.value(), groups, members, width);
          some.ofDecision(
              Shaping.reshape(Shaping.slice(all, 1, member, member + 1), groups, width));
        }
        case BOTH -> {
          Node all = Shaping.reshape(part.value(), groups, members, candidates, width);
          Node one = Shaping.slice(all, 1, member, member + 1);
          some.ofBoth(Shaping.reshape(one, groups, candidates, width));
        }
      }
    }
    return some;
  }

  /** All parts side by side, [rows, candidates, width]. */
  Node joined() {
    Node[] wide = new Node[parts.size()];
    for (int i = 0; i < wide.length; i++) {
      Part part = parts.get(i);
      Node spread =
          Shaping.broadcast(
              spread(part.value(), part.kind()), groups, members, candidates, part.width());
      wide[i] = Shaping.reshape(spread, rows(), candidates, part.width());
    }
    return wide.length == 1 ? wide[0] : Shaping.concat(2, wide);
  }

  /** With four axes: groups, members, candidates, width, of which some are 1. */
  private Node spread(Node value, Kind kind) {
    int width = value.shape().last();
    return switch (kind) {
      case DECISION -> Shaping.reshape(value, groups, members, 1, width);
      case CANDIDATE -> Shaping.reshape(value, groups, 1, candidates, width);
      case BOTH -> Shaping.reshape(value, groups, members, candidates, width);
    };
  }

  /**
   * A linear layer of all parts.
   *
   * @param weight [out, width]
   * @param bias [out]
   * @return [rows, candidates, out]
   */
  Node dense(Node weight, Node bias) {
    return Shaping.reshape(grouped(weight, bias), rows(), candidates, weight.shape().dim(0));
  }

  /** As {@link #dense}, with an axis of its own for groups: [groups, members, candidates, out]. */
  Node grouped(Node weight, Node bias) {
    Map<Kind, Node> sums = new EnumMap<>(Kind.class);
    boolean biased = false;
    int at = 0;
    for (Part part : parts) {
      Node columns = Shaping.slice(weight, 1, at, at + part.width());
      at += part.width();
      Node product =
          biased ? Linear.dense(part.value(), columns) : Linear.dense(part.value(), columns, bias);
      biased = true;
      sums.merge(part.kind(), product, Arithmetic::add);
    }
    if (at != weight.shape().dim(1)) {
      throw new IllegalArgumentException(weight + " does not fit features of width " + at);
    }
    Node sum = null;
    for (Map.Entry<Kind, Node> each : sums.entrySet()) {
      sum = sum(sum, spread(each.getValue(), each.getKey()));
    }
    if (sum == null) throw new IllegalStateException("there are no features");
    return Shaping.broadcast(sum, groups, members, candidates, weight.shape().dim(0));
  }

  private static Node sum(@Nullable Node a, Node b) {
    return a == null ? b : Arithmetic.add(a, b);
  }
}
