package io.fabula.model.detectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the visits of one policy's episodes. */
public final class VisitCounter {
  private final DistinctStates states;
  private final List<Map<Integer, Integer>> episodes = new ArrayList<>();
  private Map<Integer, Integer> episode = new TreeMap<>();

  /** Counts visits of states that are numbered here; several counters may share the numbers. */
  public VisitCounter(DistinctStates states) {
    this.states = states;
  }

  /** The current episode is in a state before acting; returns the state's number. */
  public int visit(byte[] state) {
    int number = states.add(state);
    episode.merge(number, 1, Integer::sum);
    return number;
  }

  /** The current episode ended; where it ended is not visited. */
  public void end() {
    episodes.add(episode);
    episode = new TreeMap<>();
  }

  /**
   * Adds the episodes of another counter behind those so far. States that are new here are numbered
   * in their order there: what was counted in pieces is what would have been counted at once.
   *
   * @param counts of the other's episodes
   * @param numbered the states that they are about
   * @return the number that each of those states has here
   */
  public int[] append(VisitCounts counts, DistinctStates numbered) {
    int[] numbers = numbered.addTo(states);
    for (int i = 0; i < counts.episodes(); i++) {
      Map<Integer, Integer> visits = new TreeMap<>();
      for (int at = counts.first()[i]; at < counts.first()[i + 1]; at++) {
        visits.put(numbers[counts.inputs()[at]], counts.counts()[at]);
      }
      episodes.add(visits);
    }
    return numbers;
  }

  /** The visits of all episodes that ended. */
  public VisitCounts counts() {
    int[] first = new int[episodes.size() + 1];
    for (int i = 0; i < episodes.size(); i++) first[i + 1] = first[i] + episodes.get(i).size();
    int[] inputs = new int[first[episodes.size()]];
    int[] counts = new int[inputs.length];
    int at = 0;
    for (Map<Integer, Integer> each : episodes) {
      for (Map.Entry<Integer, Integer> entry : each.entrySet()) {
        inputs[at] = entry.getKey();
        counts[at++] = entry.getValue();
      }
    }
    return new VisitCounts(first, inputs, counts);
  }
}
