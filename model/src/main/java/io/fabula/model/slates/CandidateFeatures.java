package io.fabula.model.slates;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Selection;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.ops.LinearForm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

  /**
   * A part.
   *
   * @param at where it begins among all numbers; parts at the same place are added up
   * @param factor that it is multiplied with
   */
  private record Part(LinearForm value, Kind kind, int at, float factor) {
    int width() {
      return value.width();
    }
  }

  private final int groups;
  private final int members;
  private final int candidates;
  private final List<Part> parts = new ArrayList<>();
  private int width;
  private boolean added;

  CandidateFeatures(int groups, int members, int candidates) {
    this.groups = groups;
    this.members = members;
    this.candidates = candidates;
  }

  /** Adds what is the same for all candidates, [rows, width]. */
  CandidateFeatures ofDecision(Node value) {
    return with(LinearForm.of(value), Kind.DECISION);
  }

  /** Adds what is the same for all decisions of a group, [groups, candidates, width]. */
  CandidateFeatures ofCandidate(Node value) {
    return with(LinearForm.of(value), Kind.CANDIDATE);
  }

  /** Adds what depends on both, [rows, candidates, width]. */
  CandidateFeatures ofBoth(Node value) {
    return ofBoth(LinearForm.of(value));
  }

  /** Adds what depends on both and has not been multiplied out. */
  CandidateFeatures ofBoth(LinearForm value) {
    return with(value, Kind.BOTH);
  }

  /** Adds the sum of what depends on both and of other features, times a factor. */
  CandidateFeatures ofSum(LinearForm value, CandidateFeatures others, float factor) {
    int from = width;
    ofBoth(value);
    for (Part part : others.parts) {
      parts.add(new Part(part.value(), part.kind(), from + part.at(), factor * part.factor()));
    }
    added = true;
    return this;
  }

  private CandidateFeatures with(LinearForm value, Kind kind) {
    parts.add(new Part(value, kind, width, 1));
    width += value.width();
    return this;
  }

  private int rows() {
    return groups * members;
  }

  int groups() {
    return groups;
  }

  int members() {
    return members;
  }

  int candidates() {
    return candidates;
  }

  /**
   * Those of one candidate of each decision, as the only one.
   *
   * @param taken [rows], which candidate
   */
  CandidateFeatures only(Node taken) {
    CandidateFeatures one = new CandidateFeatures(groups, members, 1);
    for (Part part : parts) {
      LinearForm value =
          switch (part.kind()) {
            case DECISION -> part.value();
            case CANDIDATE -> part.value().mapped(x -> taken(x, taken, members));
            case BOTH -> part.value().mapped(x -> taken(x, taken, 1));
          };
      one.parts.add(new Part(value, Kind.DECISION, part.at(), part.factor()));
    }
    one.width = width;
    one.added = added;
    return one;
  }

  /**
   * @param sharing decisions that have the same vectors
   */
  private Node taken(Node x, Node taken, int sharing) {
    float[] firsts = new float[rows()];
    for (int row = 0; row < firsts.length; row++) {
      firsts[row] = (float) (row / sharing * candidates);
    }
    Node at = Arithmetic.add(taken, taken.graph().constant(firsts, rows()));
    int vectors = rows() / sharing * candidates;
    return Selection.rows(Shaping.reshape(x, vectors, x.shape().last()), at);
  }

  /** The decisions of one member of each group. */
  CandidateFeatures member(int member) {
    CandidateFeatures some = new CandidateFeatures(groups, 1, candidates);
    for (Part part : parts) {
      LinearForm value =
          switch (part.kind()) {
            case CANDIDATE -> part.value();
            case DECISION -> part.value().mapped(x -> ofMember(x, member, 1));
            case BOTH -> part.value().mapped(x -> ofMember(x, member, candidates));
          };
      some.parts.add(new Part(value, part.kind(), part.at(), part.factor()));
    }
    some.width = width;
    some.added = added;
    return some;
  }

  private Node ofMember(Node x, int member, int each) {
    int size = x.shape().last();
    Node all = Shaping.reshape(x, groups, members, each * size);
    Node one = Shaping.slice(all, 1, member, member + 1);
    return each == 1
        ? Shaping.reshape(one, groups, size)
        : Shaping.reshape(one, groups, each, size);
  }

  /** The means over candidates, [rows, width]. */
  Node mean() {
    requireSideBySide();
    Node[] means = new Node[parts.size()];
    for (int i = 0; i < means.length; i++) {
      Part part = parts.get(i);
      Node value = part.value().value();
      if (part.kind() == Kind.DECISION) {
        means[i] = value;
        continue;
      }
      Node mean = Reductions.mean(value, 1);
      if (part.kind() == Kind.CANDIDATE) {
        Node one = Shaping.reshape(mean, groups, 1, part.width());
        mean =
            Shaping.reshape(
                Shaping.broadcast(one, groups, members, part.width()), rows(), part.width());
      }
      means[i] = mean;
    }
    return means.length == 1 ? means[0] : Shaping.concat(1, means);
  }

  private void requireSideBySide() {
    if (added) throw new IllegalStateException("parts that are added up are not side by side");
  }

  /** All parts side by side, [rows, candidates, width]. */
  Node joined() {
    requireSideBySide();
    Node[] wide = new Node[parts.size()];
    for (int i = 0; i < wide.length; i++) {
      Part part = parts.get(i);
      Node spread =
          Shaping.broadcast(
              spread(part.value().value(), part.kind()), groups, members, candidates, part.width());
      wide[i] = Shaping.reshape(spread, rows(), candidates, part.width());
    }
    return wide.length == 1 ? wide[0] : Shaping.concat(2, wide);
  }

  /** With four axes: groups, members, candidates, width, of which some are 1. */
  private Node spread(Node value, Kind kind) {
    int size = value.shape().last();
    return switch (kind) {
      case DECISION -> Shaping.reshape(value, groups, members, 1, size);
      case CANDIDATE -> Shaping.reshape(value, groups, 1, candidates, size);
      case BOTH -> Shaping.reshape(value, groups, members, candidates, size);
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
    Node sum = apart(weight, bias).value();
    return Shaping.broadcast(sum, groups, members, candidates, weight.shape().dim(0));
  }

  /**
   * As {@link #grouped}, not yet added up: what does not depend on the decision or on the candidate
   * has 1 in place of that axis.
   */
  LinearForm apart(Node weight, Node bias) {
    if (width != weight.shape().dim(1)) {
      throw new IllegalArgumentException(weight + " does not fit features of width " + width);
    }
    Map<Kind, LinearForm> sums = new EnumMap<>(Kind.class);
    boolean biased = false;
    for (Part part : parts) {
      Node columns = Shaping.slice(weight, 1, part.at(), part.at() + part.width());
      if (part.factor() != 1) columns = Elementwise.scale(columns, part.factor());
      LinearForm product =
          biased ? part.value().then(columns) : part.value().then(new Linear.Layer(columns, bias));
      biased = true;
      sums.merge(part.kind(), product, LinearForm::plus);
    }
    return sums.entrySet().stream()
        .map(each -> LinearForm.of(spread(each.getValue().value(), each.getKey())))
        .reduce(LinearForm::plus)
        .orElseThrow(() -> new IllegalStateException("there are no features"));
  }
}
