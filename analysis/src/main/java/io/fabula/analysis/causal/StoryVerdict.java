package io.fabula.analysis.causal;

/**
 * Whether an entry of a trained agent's causal story is more than an untrained agent shows.
 *
 * @param behaviour the trained agent's behaviour
 * @param difference time difference, steps
 * @param samples samples of the behaviour
 * @param strength strength of the entry, within -1..1; NaN if it was not measured
 * @param low lower end of its 95 % bootstrap interval
 * @param high upper end of its 95 % bootstrap interval
 * @param strongestUntrained largest strength among the untrained agents' behaviours at the same
 *     difference; NaN if there is none to compare with
 * @param pOrder probability of such a strength if the samples' vectors had random signs (for
 *     lead-lag entries: if samples ran forwards and backwards at random)
 * @param pUntrained largest probability, over the untrained behaviours, that this entry is not
 *     stronger than theirs
 * @param adjusted the larger of the two after control of the false discovery rate over all entries
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
    double strongestUntrained,
    double pOrder,
    double pUntrained,
    double adjusted,
    boolean shown,
    String reason) {
  /** The verdict in words, {@code shown} or {@code not shown}. */
  public String verdict() {
    return shown ? "shown" : "not shown";
  }
}
