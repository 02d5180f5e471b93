package io.fabula.analysis.stories;

/**
 * How much of what seeing a feature is worth goes through some directions of the state, on levels
 * on which they were not chosen.
 *
 * @param name of the directions
 * @param choosing share on the levels on which they were chosen, even ones; NaN if undefined
 * @param confirmed share on the other levels, odd ones
 * @param random random directions of equal variance, played on the same odd levels
 * @param randomMean mean of their shares
 * @param randomDeviation standard deviation of their shares
 * @param randomLargest largest of their shares
 * @param pRandom probability that one more random direction would carry at least as much; NaN for
 *     fewer than two, or for random directions that are all alike
 */
public record PathEstimate(
    String name,
    double choosing,
    RatioInterval confirmed,
    int random,
    double randomMean,
    double randomDeviation,
    double randomLargest,
    double pRandom) {}
