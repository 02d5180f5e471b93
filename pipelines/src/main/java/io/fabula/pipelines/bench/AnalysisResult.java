package io.fabula.pipelines.bench;

import java.util.List;

/**
 * What was measured of one analysis.
 *
 * @param work what it is
 * @param found what ours found
 * @param expected what scikit-learn found; NaN without it
 * @param ours turns of our side; none where the sides differ
 * @param theirs turns of the other side
 */
public record AnalysisResult(
    AnalysisWork work, double found, double expected, List<Timing> ours, List<Timing> theirs) {
  public AnalysisResult {
    ours = List.copyOf(ours);
    theirs = List.copyOf(theirs);
  }

  /** Whether the sides found something else, so that nothing was timed. */
  public boolean differs() {
    return ours.isEmpty();
  }

  /** Whether there are times of both sides. */
  public boolean compared() {
    return !ours.isEmpty() && !theirs.isEmpty();
  }

  /** How many times as long scikit-learn's median takes. */
  public double ratio() {
    return Spread.ofCpu(theirs).median() / Spread.ofCpu(ours).median();
  }
}
