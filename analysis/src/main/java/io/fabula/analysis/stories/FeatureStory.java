package io.fabula.analysis.stories;

import java.util.List;

/**
 * The story of a feature.
 *
 * @param evidence what it rests on
 * @param pTotal probability of the total effect's sign test, adjusted over all features
 * @param finding whether it is shown
 * @param paths directions that were chosen to carry it; empty while none was played
 */
public record FeatureStory(
    FeatureEvidence evidence, double pTotal, Finding finding, List<StoryPath> paths) {
  public FeatureStory {
    paths = List.copyOf(paths);
  }

  /** Name of the feature. */
  public String feature() {
    return evidence.total().feature().name();
  }

  /** The verdict in words; a story that is shown also says if no path of it is. */
  public String verdict() {
    boolean path = paths.stream().anyMatch(each -> each.finding().isShown());
    return finding.isShown() && !path ? "shown, path not found" : finding.text();
  }

  /** Sum of the confirmed shares of single paths; above 1 where paths overlap. */
  public double sumOfShares() {
    return paths.stream().mapToDouble(path -> path.estimate().confirmed().value()).sum();
  }
}
