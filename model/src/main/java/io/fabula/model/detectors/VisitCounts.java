package io.fabula.model.detectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each episode was in each of the distinct states that a detector can tell apart. Only
 * these counts decide whether something fires, so a detector is asked once per distinct state.
 *
 * @param first the first entry of each episode, and after the last the number of entries
 * @param inputs which distinct state an entry is about
 * @param counts how often the episode was there, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record VisitCounts(int[] first, int[] inputs, int[] counts) {
  public VisitCounts {
    if (first.length == 0
        || first[first.length - 1] != inputs.length
        || inputs.length != counts.length) {
      throw new IllegalArgumentException(
          "%d entries of inputs and %d of counts do not fit their episodes"
              .formatted(inputs.length, counts.length));
    }
  }

  /**
   * The visits of episodes.
   *
   * @param paths the distinct states that each episode was in, in any order
   */
  public static VisitCounts of(List<int[]> paths) {
    int[] first = new int[paths.size() + 1];
    List<Map.Entry<Integer, Integer>> entries = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Map<Integer, Integer> visits = new TreeMap<>();
      for (int state : paths.get(i)) visits.merge(state, 1, Integer::sum);
      entries.addAll(visits.entrySet());
      first[i + 1] = entries.size();
    }
    return new VisitCounts(
        first,
        entries.stream().mapToInt(Map.Entry::getKey).toArray(),
        entries.stream().mapToInt(Map.Entry::getValue).toArray());
  }

  /** How many episodes. */
  public int episodes() {
    return first.length - 1;
  }

  /** The episodes from {@code from} on, without {@code to}. */
  public VisitCounts part(int from, int to) {
    int[] starts = new int[to - from + 1];
    for (int i = 0; i < starts.length; i++) starts[i] = first[from + i] - first[from];
    return new VisitCounts(
        starts,
        Arrays.copyOfRange(inputs, first[from], first[to]),
        Arrays.copyOfRange(counts, first[from], first[to]));
  }

  /**
   * log w of an episode: the logarithm of the probability that nothing fires in it.
   *
   * @param logarithms log(1 - Phi) of each distinct state
   */
  public double logUnfired(int episode, double[] logarithms) {
    double sum = 0;
    for (int i = first[episode]; i < first[episode + 1]; i++) {
      sum += counts[i] * logarithms[inputs[i]];
    }
    return sum;
  }

  /** Adds a slope by log w of an episode to the slopes by the logarithms of its states. */
  void addSlope(int episode, double slope, double[] target) {
    for (int i = first[episode]; i < first[episode + 1]; i++) {
      target[inputs[i]] += slope * counts[i];
    }
  }
}
