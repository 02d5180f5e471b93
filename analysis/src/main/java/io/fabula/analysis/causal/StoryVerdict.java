package io.fabula.analysis.causal;

/**
 * Whether an entry of a trained agent's causal story is more than untrained agents show.
 *
 * @param behaviour the trained agent's behaviour
 * @param difference time difference, steps
 * @param samples samples of the behaviour
 * @param strength strength of the entry, within -1..1; NaN if it was not measured
 * @param low lower end of its 95 % bootstrap interval
 * @param high upper end of its 95 % bootstrap interval
 * @param untrainedAgents untrained agents that it was compared with
 * @param strongestUntrained largest strength among their behaviours at the same difference; NaN if
 *     there is none to compare with
 * @param pOrder probability of such a strength if the samples' vectors had random signs (for
 *     lead-lag entries: if samples ran forwards and backwards at random)
 * @param pUntrained largest probability, over the untrained behaviours, that this entry is not
 *     stronger than theirs
 * @param pPopulation probability that the strongest behaviour of one more untrained agent would be
 *     as strong; NaN for fewer than two untrained agents
 * @param pAttainable smallest p-value that these untrained agents leave to any story
 * @param adjusted the largest of the three p-values after control of the false discovery rate over
 *     all entries
 * @param shown the verdict
 * @param reason one clause saying why
 */
public record StoryVerdict(
    int behaviour,
    int difference,
    int samples,
    double strength,
    double low,
    double high,
    int untrainedAgents,
    double strongestUntrained,
    double pOrder,
    double pUntrained,
    double pPopulation,
    double pAttainable,
    double adjusted,
    boolean shown,
    String reason) {
  /** An entry that cannot be judged. */
  static StoryVerdict unjudged(StoryEntry entry, int untrainedAgents, String reason) {
    double nan = Double.NaN;
    return new StoryVerdict(
        entry.behaviour(),
        entry.difference(),
        entry.samples(),
        entry.strength(),
        nan,
        nan,
        untrainedAgents,
        nan,
        nan,
        nan,
        nan,
        nan,
        nan,
        false,
        reason);
  }

  /** The verdict in words, {@code shown} or {@code not shown}. */
  public String verdict() {
    return shown ? "shown" : "not shown";
  }

  /** The largest of the three p-values; NaN if one of them is. */
  double largest() {
    return Math.max(pOrder, Math.max(pUntrained, pPopulation));
  }

  /** The same measurements with a verdict. */
  StoryVerdict decided(double newAdjusted, boolean newShown, String newReason) {
    return new StoryVerdict(
        behaviour,
        difference,
        samples,
        strength,
        low,
        high,
        untrainedAgents,
        strongestUntrained,
        pOrder,
        pUntrained,
        pPopulation,
        pAttainable,
        newAdjusted,
        newShown,
        newReason);
  }
}
