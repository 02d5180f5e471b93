package io.fabula.analysis.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.SignTest;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What seeing a feature is worth to an agent: the same levels with the same random numbers, played
 * by the agent as it is and by the agent that does not see the feature.
 *
 * @param feature the feature
 * @param base mean return of the agent as it is
 * @param blind mean return of the agent that does not see the feature
 * @param difference mean of blind less base over levels
 * @param sign of the levels' differences
 * @param length mean change of the episodes' length, steps
 * @param causes changes of every cause by which the world's episodes end
 */
public record TotalEffect(
    FeatureSpec feature,
    double base,
    double blind,
    BootstrapInterval difference,
    SignTest sign,
    BootstrapInterval length,
    List<CauseChange> causes) {
  public TotalEffect {
    causes = List.copyOf(causes);
  }

  /**
   * Measures the effect.
   *
   * @param causes every cause by which the world's episodes end
   * @param pairs at least 2, each of another level
   * @param options of the intervals; each gets a stream of its own
   * @throws IllegalArgumentException if a level stands twice, or ended by an unknown cause
   */
  public static TotalEffect of(
      FeatureSpec feature,
      List<EndingCause> causes,
      List<LevelPair> pairs,
      BootstrapInterval.Options options) {
    check(causes, pairs);
    List<CauseChange> changes = new ArrayList<>();
    for (EndingCause cause : causes) {
      changes.add(change(feature, cause, pairs, options));
    }
    double[] differences = pairs.stream().mapToDouble(LevelPair::difference).toArray();
    return new TotalEffect(
        feature,
        mean(pairs, pair -> pair.base().undiscounted()),
        mean(pairs, pair -> pair.blind().undiscounted()),
        BootstrapInterval.ofMean(differences, stream(options, feature, "return")),
        SignTest.of(differences),
        BootstrapInterval.ofMean(
            pairs.stream()
                .mapToDouble(pair -> pair.blind().length() - pair.base().length())
                .toArray(),
            stream(options, feature, "length")),
        changes);
  }

  private static void check(List<EndingCause> causes, List<LevelPair> pairs) {
    List<String> names = causes.stream().map(EndingCause::name).toList();
    Set<Long> levels = new HashSet<>();
    for (LevelPair pair : pairs) {
      if (!levels.add(pair.base().level())) {
        throw new IllegalArgumentException("level " + pair.base().level() + " stands twice");
      }
      for (LevelOutcome outcome : List.of(pair.base(), pair.blind())) {
        if (!names.contains(outcome.cause())) {
          throw new IllegalArgumentException(
              "cause must be one of " + names + ", got " + outcome.cause());
        }
      }
    }
  }

  private static CauseChange change(
      FeatureSpec feature,
      EndingCause cause,
      List<LevelPair> pairs,
      BootstrapInterval.Options options) {
    int base = 0;
    int blind = 0;
    double[] changes = new double[pairs.size()];
    for (int i = 0; i < changes.length; i++) {
      int before = pairs.get(i).base().cause().equals(cause.name()) ? 1 : 0;
      int after = pairs.get(i).blind().cause().equals(cause.name()) ? 1 : 0;
      base += before;
      blind += after;
      changes[i] = after - before;
    }
    BootstrapInterval interval =
        BootstrapInterval.ofMean(changes, stream(options, feature, "cause-" + cause.name()));
    return new CauseChange(cause.name(), cause.success(), base, blind, interval);
  }

  private static double mean(List<LevelPair> pairs, ToDoubleFunction<LevelPair> value) {
    return pairs.stream().mapToDouble(value).sum() / pairs.size();
  }

  private static BootstrapInterval.Options stream(
      BootstrapInterval.Options options, FeatureSpec feature, String quantity) {
    return new BootstrapInterval.Options(
        options.level(),
        options.draws(),
        Seeds.of(options.seed(), "total-" + feature.name() + "-" + quantity));
  }

  /** Levels that were played. */
  public int levels() {
    return difference.values();
  }

  /** Whether a failure, an ending without success, belongs to the feature. */
  public boolean hasOwnFailure() {
    return causes.stream().anyMatch(this::ownFailure);
  }

  /**
   * Of the failures that blindness adds, the share by causes that belong to the feature, which
   * count together: below 0 if they become rarer, at most 1. Other causes that become rarer offset
   * nothing. NaN if no failure is added.
   */
  public double ownShareOfAddedFailures() {
    int own = 0;
    int others = 0;
    for (CauseChange each : causes) {
      if (each.success()) continue;
      if (ownFailure(each)) {
        own += each.added();
      } else {
        others += Math.max(0, each.added());
      }
    }
    int all = Math.max(0, own) + others;
    return all == 0 ? Double.NaN : (double) own / all;
  }

  private boolean ownFailure(CauseChange change) {
    return !change.success() && feature.causes().contains(change.cause());
  }
}
