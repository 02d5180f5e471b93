package io.fabula.analysis.causal;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How strong an effect is in agents that learned nothing, one number for each.
 *
 * <p>Agents, not samples or behaviours, are what is drawn at random when a chain is repeated with
 * another initial seed, so they are the units. A single agent is compared with a small group of
 * others by Student's t for one further observation: {@code (x - mean) / (sd sqrt(1 + 1/n))} with
 * {@code n - 1} degrees of freedom (Crawford and Howell 1998). It assumes that the agents'
 * strengths are about normal; ranks would assume nothing but could not fall below {@code 1 / (n +
 * 1)}.
 *
 * @param strongest per agent its strength, or its largest where several were looked at; NaN for an
 *     agent in which none was measured, which does not count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UntrainedPopulation(double[] strongest) {
  /** How many agents count. */
  public int agents() {
    return counting().length;
  }

  private double[] counting() {
    return Arrays.stream(strongest).filter(Double::isFinite).toArray();
  }

  /**
   * Probability that one more untrained agent would be at least as strong; NaN for fewer than two
   * agents, or agents that are all alike, which say nothing about spread.
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
