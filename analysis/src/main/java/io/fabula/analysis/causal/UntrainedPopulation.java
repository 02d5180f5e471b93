package io.fabula.analysis.causal;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How strong stories of untrained agents are at one time difference: of each agent the strongest
 * behaviour.
 *
 * <p>Agents, not samples or behaviours, are what is drawn at random when a chain is repeated with
 * another initial seed, so they are the units. A single agent is compared with a small group of
 * others by Student's t for one further observation: {@code (x - mean) / (sd sqrt(1 + 1/n))} with
 * {@code n - 1} degrees of freedom (Crawford and Howell 1998). It assumes that the agents' maxima
 * are about normal; ranks would assume nothing but could not fall below {@code 1 / (n + 1)}.
 *
 * @param strongest per agent the largest strength; NaN for an agent without a large enough
 *     behaviour, which does not count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UntrainedPopulation(double[] strongest) {
  /**
   * The agents' strongest entries at a time difference.
   *
   * @param difference steps
   * @param agents entries of each untrained agent
   * @param minimumSamples behaviours with fewer samples do not count
   */
  public static UntrainedPopulation at(
      int difference, List<List<StoryEntry>> agents, int minimumSamples) {
    return new UntrainedPopulation(
        agents.stream()
            .mapToDouble(entries -> strongest(difference, entries, minimumSamples))
            .toArray());
  }

  private static double strongest(int difference, List<StoryEntry> entries, int minimumSamples) {
    return entries.stream()
        .filter(each -> each.difference() == difference && each.samples() >= minimumSamples)
        .mapToDouble(StoryEntry::strength)
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  /** How many agents count. */
  public int agents() {
    return counting().length;
  }

  private double[] counting() {
    return Arrays.stream(strongest).filter(Double::isFinite).toArray();
  }

  /**
   * Probability that one more untrained agent's strongest behaviour would be at least as strong;
   * NaN for fewer than two agents, or agents that are all alike, which say nothing about spread.
   */
  public double probabilityOf(double strength) {
    double[] counting = counting();
    int n = counting.length;
    if (n < 2) return Double.NaN;
    double mean = Arrays.stream(counting).sum() / n;
    double squares = 0;
    for (double each : counting) squares += (each - mean) * (each - mean);
    double deviation = Math.sqrt(squares / (n - 1));
    if (!(deviation > 0)) return Double.NaN;
    double t = (strength - mean) / (deviation * Math.sqrt(1 + 1.0 / n));
    return new TDistribution(n - 1).cumulativeProbability(-t);
  }
}
