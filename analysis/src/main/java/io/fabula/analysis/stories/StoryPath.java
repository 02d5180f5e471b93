package io.fabula.analysis.stories;

/**
 * A path of a story.
 *
 * @param estimate its share
 * @param pRandom probability that a random direction carries as much, adjusted over the paths that
 *     were chosen for the feature; NaN if it was not measured
 * @param finding whether it is shown
 */
public record StoryPath(PathEstimate estimate, double pRandom, Finding finding) {}
