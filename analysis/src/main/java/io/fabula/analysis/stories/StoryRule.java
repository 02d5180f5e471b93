package io.fabula.analysis.stories;

import io.fabula.analysis.causal.FalseDiscovery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule by which stories and their paths are shown.
 *
 * <p>A story is shown if
 *
 * <ol type="a">
 *   <li>seeing the feature changes the return: the sign test, adjusted over all features and
 *       placebos (Benjamini and Hochberg 1995), is at or below the level, the interval lies on one
 *       side of 0, and enough levels differ;
 *   <li>the failures that belong to the feature make up enough of those that blindness adds;
 *   <li>an edit of the feature moves the state more than its placebo, and more so than in untrained
 *       agents;
 *   <li>no placebo fulfils (a). Without a placebo nothing is shown.
 * </ol>
 *
 * A path is shown if its story is, its share on levels on which it was not chosen lies above 0, and
 * random directions carry less, adjusted over the chosen paths.
 *
 * <p>To features to which no failure belongs, such as a coin, (b) does not apply. The p-values of
 * several edits of a feature are adjusted as well, so that more edits are not more chances.
 *
 * @param level of tests, within 0 to 1, exclusive
 * @param discordant levels that must at least differ, at least 1
 * @param ownShare share that a feature's own failures must make up of those added, within 0 to 1
 */
public record StoryRule(double level, int discordant, double ownShare) {
  public StoryRule {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be within 0..1, got " + level);
    }
    if (discordant < 1) {
      throw new IllegalArgumentException("discordant must be at least 1, got " + discordant);
    }
    if (!(ownShare >= 0 && ownShare <= 1)) {
      throw new IllegalArgumentException("ownShare must be within 0..1, got " + ownShare);
    }
  }

  /** Level 0.05, 20 discordant levels, half of the added failures. */
  public static StoryRule standard() {
    return new StoryRule(0.05, 20, 0.5);
  }

  /**
   * Judges features, each once, placebos among them.
   *
   * @param objections why nothing may be claimed of this agent at all, one clause each; empty where
   *     nothing speaks against it
   * @return stories in the order of the features, without paths
   */
  public List<FeatureStory> judge(List<FeatureEvidence> features, List<String> objections) {
    long names = features.stream().map(each -> each.total().feature().name()).distinct().count();
    if (names != features.size()) {
      throw new IllegalArgumentException("each feature must be given once");
    }
    double[] p =
        FalseDiscovery.adjust(
            features.stream().mapToDouble(each -> each.total().sign().pValue()).toArray());
    Optional<Finding> placebo = placeboFailure(features, p);
    List<FeatureStory> stories = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      FeatureEvidence evidence = features.get(i);
      Finding finding;
      if (objections.isEmpty()) {
        finding =
            totalFailure(evidence.total(), p[i])
                .or(() -> causeFailure(evidence.total()))
                .or(() -> worldFailure(evidence.edits()))
                .or(() -> placebo)
                .orElseGet(Finding.Shown::new);
      } else {
        finding = new Finding.NotShown(Condition.NO_OBJECTION, String.join(" and ", objections));
      }
      stories.add(new FeatureStory(evidence, p[i], finding, List.of()));
    }
    return stories;
  }

  /**
   * Judges the paths of a story.
   *
   * @param chosen all single directions that were chosen for the feature, and no others
   * @return the story with its paths
   */
  public FeatureStory withPaths(FeatureStory story, List<PathEstimate> chosen) {
    double[] p =
        FalseDiscovery.adjust(chosen.stream().mapToDouble(PathEstimate::pRandom).toArray());
    List<StoryPath> paths = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      paths.add(new StoryPath(chosen.get(i), p[i], path(story, chosen.get(i), p[i])));
    }
    return new FeatureStory(story.evidence(), story.pTotal(), story.finding(), paths);
  }

  private Finding path(FeatureStory story, PathEstimate estimate, double p) {
    if (!story.finding().isShown()) return new Finding.NotShown(Condition.STORY, "not shown");
    RatioInterval share = estimate.confirmed();
    if (!share.aboveZero()) return new Finding.NotShown(Condition.SHARE, interval(share));
    if (Double.isNaN(p)) {
      return new Finding.NotShown(
          Condition.RANDOM, "too few or too alike to tell, " + estimate.random());
    }
    if (p > level) return new Finding.NotShown(Condition.RANDOM, "adjusted p " + number(p));
    return new Finding.Shown();
  }

  private Optional<Finding> placeboFailure(List<FeatureEvidence> features, double[] p) {
    boolean any = false;
    for (int i = 0; i < p.length; i++) {
      TotalEffect total = features.get(i).total();
      if (!total.feature().placebo()) continue;
      any = true;
      if (totalFailure(total, p[i]).isEmpty()) {
        return notShown(
            Condition.PLACEBO, total.feature().name() + " has adjusted p " + number(p[i]));
      }
    }
    return any ? Optional.empty() : notShown(Condition.PLACEBO, "0 placebos");
  }

  private Optional<Finding> totalFailure(TotalEffect total, double p) {
    if (total.levels() < discordant) {
      return notShown(
          Condition.TOTAL, "too few levels, " + total.levels() + " of at least " + discordant);
    }
    if (p > level) return notShown(Condition.TOTAL, "adjusted p " + number(p));
    if (!total.difference().excludesZero()) {
      return notShown(
          Condition.TOTAL,
          "interval "
              + number(total.difference().low())
              + " to "
              + number(total.difference().high()));
    }
    if (total.sign().discordant() < discordant) {
      return notShown(
          Condition.TOTAL,
          "levels that differ " + total.sign().discordant() + " of at least " + discordant);
    }
    return Optional.empty();
  }

  private Optional<Finding> causeFailure(TotalEffect total) {
    if (!total.hasOwnFailure()) return Optional.empty();
    double share = total.ownShareOfAddedFailures();
    if (share >= ownShare) return Optional.empty();
    return notShown(
        Condition.CAUSE,
        Double.isNaN(share) ? "0 failures added" : "share of added failures " + number(share));
  }

  private Optional<Finding> worldFailure(List<Relevance> edits) {
    if (edits.isEmpty()) return notShown(Condition.WORLD, "0 edits");
    double[] p = FalseDiscovery.adjust(edits.stream().mapToDouble(Relevance::pUntrained).toArray());
    double least = Double.NaN;
    for (int i = 0; i < p.length; i++) {
      if (!edits.get(i).logRatio().aboveZero()) continue;
      if (p[i] <= level) return Optional.empty();
      if (!(least <= p[i])) least = p[i];
    }
    if (edits.stream().anyMatch(each -> each.logRatio().aboveZero())) {
      return notShown(
          Condition.WORLD,
          Double.isNaN(least)
              ? "too few untrained agents to tell"
              : "adjusted p against untrained agents " + number(least));
    }
    Relevance best =
        edits.stream()
            .max(Comparator.comparingDouble((Relevance each) -> each.logRatio().low()))
            .orElseThrow();
    return notShown(Condition.WORLD, "log ratio " + interval(best.logRatio()));
  }

  private static Optional<Finding> notShown(Condition condition, String number) {
    return Optional.of(new Finding.NotShown(condition, number));
  }

  private static String interval(RatioInterval interval) {
    return number(interval.low()) + " to " + number(interval.high());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
