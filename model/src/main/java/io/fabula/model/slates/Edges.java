package io.fabula.model.slates;

import io.fabula.model.graph.ops.GraphLayers;
import java.util.Arrays;

/**
 * Which candidates see which: all see all (convolutions: all but themselves), and where chosen ones
 * are hidden, neither they see nor are they seen.
 */
final class Edges {
  private final SetView set;
  private final int candidates;

  Edges(SlateArchitecture agent) {
    set = agent.set();
    candidates = agent.candidates();
  }

  /** Whether the agent has a graph at all. */
  boolean used() {
    return set.graph() != SetView.Graph.NONE;
  }

  int size() {
    return candidates * candidates;
  }

  /**
   * Writes one decision's edges, {@code [candidates, candidates]}.
   *
   * @param chosen which candidates are in the slate, from {@code from} on
   */
  void write(boolean[] chosen, int from, float[] target, int offset) {
    Arrays.fill(target, offset, offset + size(), 0);
    boolean convolution = set.graph() == SetView.Graph.CONVOLUTION;
    for (int i = 0; i < candidates; i++) {
      if (set.hideChosen() && chosen[from + i]) continue;
      for (int k = 0; k < candidates; k++) {
        if (set.hideChosen() && chosen[from + k]) continue;
        boolean self = i == k;
        boolean seen = set.selfOnly() ? self && !convolution : !(self && convolution);
        if (seen) target[offset + i * candidates + k] = 1;
      }
    }
    if (convolution) {
      float[] one = Arrays.copyOfRange(target, offset, offset + size());
      System.arraycopy(GraphLayers.normalised(one, candidates), 0, target, offset, size());
    }
  }
}
