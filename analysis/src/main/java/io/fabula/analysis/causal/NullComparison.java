package io.fabula.analysis.causal;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares a trained agent's causal story with those of untrained agents that went through the
 * whole chain (recording, simulator, components, behaviours) themselves.
 *
 * <p>Any recurrent network that watches a moving world has hidden directions that persist, are
 * correlated and even lead one another, and clustering by dynamics selects samples that look alike.
 * An entry is therefore shown only if it holds against all of these:
 *
 * <ol>
 *   <li><em>It is there at all</em>: its strength against the same samples with random signs, a
 *       randomisation test. By itself this is weak, since behaviours were chosen for moving alike.
 *   <li><em>It is beyond sampling noise</em>: stronger than <em>every</em> behaviour of every
 *       untrained agent at the same time difference (bootstrap over the samples of both; the
 *       largest p-value counts, an intersection-union test: Berger 1982). Behaviours of two agents
 *       have no natural pairs, so the strongest is the one to beat; the untrained behaviours were
 *       selected by the same clustering, so selection favours neither side.
 *   <li><em>Learning made it</em>: stronger than the strongest behaviour of one more untrained
 *       agent would be, judged by how much the untrained agents differ; see {@link
 *       UntrainedPopulation}. Measuring each agent by its strongest behaviour also accounts for how
 *       many behaviours were looked at.
 * </ol>
 *
 * The largest of the three p-values is adjusted over all entries (Benjamini and Hochberg). Where
 * the untrained agents are so few or so different that not even a perfect story could be told from
 * them, the verdict says that.
 */
public final class NullComparison {
  private NullComparison() {}

  /**
   * Settings.
   *
   * @param minimumSamples behaviours with fewer samples are neither judged nor compared with
   * @param draws bootstrap and sign draws, at least 99; the smallest p-value is 1 / (draws + 1)
   * @param falseDiscoveryRate within 0 to 1, exclusive
   * @param seed of the draws
   */
  public record Options(int minimumSamples, int draws, double falseDiscoveryRate, long seed) {
    public Options {
      if (minimumSamples < 2) {
        throw new IllegalArgumentException(
            "minimumSamples must be at least 2, got " + minimumSamples);
      }
      if (draws < 99) throw new IllegalArgumentException("draws must be at least 99, got " + draws);
      if (!(falseDiscoveryRate > 0 && falseDiscoveryRate < 1)) {
        throw new IllegalArgumentException(
            "falseDiscoveryRate must be within 0..1, got " + falseDiscoveryRate);
      }
    }

    /** At least 8 samples, 1,999 draws, 5 % false discoveries. */
    public static Options withSeed(long seed) {
      return new Options(8, 1999, 0.05, seed);
    }
  }

  /**
   * Judges every entry of the trained agent's story.
   *
   * @param trained entries of the trained agent
   * @param untrained entries of each untrained agent, made in the same way
   * @param objections why nothing may be claimed of this agent at all, one clause each; empty where
   *     nothing speaks against it
   */
  public static List<StoryVerdict> judge(
      List<StoryEntry> trained,
      List<List<StoryEntry>> untrained,
      List<String> objections,
      Options options) {
    List<Drawn> rivals = new ArrayList<>();
    for (int agent = 0; agent < untrained.size(); agent++) {
      for (StoryEntry entry : untrained.get(agent)) {
        if (entry.samples() >= options.minimumSamples()) {
          rivals.add(Drawn.of(entry, options, agent + 1));
        }
      }
    }
    List<StoryVerdict> raw = new ArrayList<>();
    for (StoryEntry entry : trained) {
      UntrainedPopulation population =
          UntrainedPopulation.at(entry.difference(), untrained, options.minimumSamples());
      raw.add(measure(entry, rivals, population, options));
    }
    double[] p = raw.stream().mapToDouble(StoryVerdict::largest).toArray();
    double[] adjusted = FalseDiscovery.adjust(p);
    List<StoryVerdict> result = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      double best = adjustedAtBest(p, i, raw.get(i).pAttainable());
      result.add(decide(raw.get(i), adjusted[i], best, objections, options));
    }
    return result;
  }

  /** What an entry's adjusted p-value would be if its story were perfect. */
  private static double adjustedAtBest(double[] p, int entry, double attainable) {
    double[] best = p.clone();
    best[entry] = attainable;
    return FalseDiscovery.adjust(best)[entry];
  }

  private static StoryVerdict measure(
      StoryEntry entry, List<Drawn> rivals, UntrainedPopulation population, Options options) {
    String obstacle = obstacle(entry, population, options);
    if (!obstacle.isEmpty()) return StoryVerdict.unjudged(entry, population.agents(), obstacle);
    Drawn own = Drawn.of(entry, options, 0);
    double strongest = Double.NEGATIVE_INFINITY;
    double pUntrained = 0;
    for (Drawn rival : rivals) {
      if (rival.entry.difference() != entry.difference()) continue;
      strongest = Math.max(strongest, rival.strength);
      int notStronger = 1;
      for (int d = 0; d < own.draws.length; d++) {
        if (!(own.draws[d] > rival.draws[d])) notStronger++;
      }
      pUntrained = Math.max(pUntrained, notStronger / (own.draws.length + 1.0));
    }
    double[] ascending = own.draws.clone();
    Arrays.sort(ascending);
    return new StoryVerdict(
        entry.behaviour(),
        entry.difference(),
        entry.samples(),
        own.strength,
        BootstrapInterval.quantile(ascending, 0.025),
        BootstrapInterval.quantile(ascending, 0.975),
        population.agents(),
        strongest,
        signTest(entry, options),
        pUntrained,
        population.probabilityOf(own.strength),
        Math.max(population.probabilityOf(1), 1 / (options.draws() + 1.0)),
        Double.NaN,
        false,
        "");
  }

  /** Why an entry cannot be judged; empty if it can. */
  private static String obstacle(
      StoryEntry entry, UntrainedPopulation population, Options options) {
    if (entry.samples() < options.minimumSamples()) {
      return "fewer than " + options.minimumSamples() + " samples";
    }
    double strength = entry.strength();
    if (!Double.isFinite(strength)) return "its components are not numbers";
    if (entry.still()) return "its components do not vary";
    if (population.agents() == 0) return "no untrained behaviour to compare with";
    return "";
  }

  private static double signTest(StoryEntry entry, Options options) {
    RandomStream random = stream(options, "story-signs", 0, entry);
    double[] signs = new double[entry.samples()];
    Arrays.fill(signs, 1);
    double observed = entry.strengthOfSigns(signs);
    int asStrong = 1;
    for (int d = 0; d < options.draws(); d++) {
      for (int s = 0; s < signs.length; s++) signs[s] = random.nextInt(2) == 0 ? 1 : -1;
      if (entry.strengthOfSigns(signs) >= observed) asStrong++;
    }
    return asStrong / (options.draws() + 1.0);
  }

  private static StoryVerdict decide(
      StoryVerdict raw,
      double adjusted,
      double adjustedAtBest,
      List<String> objections,
      Options options) {
    if (!raw.reason().isEmpty()) return raw;
    if (!objections.isEmpty()) {
      return raw.decided(adjusted, false, String.join(" and ", objections));
    }
    double level = options.falseDiscoveryRate();
    if (adjusted <= level) {
      return raw.decided(adjusted, true, "stronger than untrained agents' behaviours");
    }
    String reason;
    if (raw.pOrder() > level) {
      reason = "no order beyond chance";
    } else if (raw.strength() <= raw.strongestUntrained() || raw.pUntrained() > level) {
      reason = "an untrained agent shows as much";
    } else if (!(adjustedAtBest <= level)) {
      reason = "too few untrained agents to tell";
    } else {
      reason = "another untrained agent might show as much";
    }
    return raw.decided(adjusted, false, reason);
  }

  private static RandomStream stream(Options options, String purpose, int agent, StoryEntry entry) {
    return new RandomStream(
        Seeds.of(options.seed(), purpose, agent, entry.behaviour(), entry.difference()));
  }

  /** An entry with its bootstrap strengths. */
  @SuppressWarnings("ArrayRecordComponent") // local to the comparison
  private record Drawn(StoryEntry entry, double strength, double[] draws) {
    static Drawn of(StoryEntry entry, Options options, int agent) {
      RandomStream random = stream(options, "story-bootstrap", agent, entry);
      int n = entry.samples();
      double[] draws = new double[options.draws()];
      double[] weights = new double[n];
      for (int d = 0; d < draws.length; d++) {
        Arrays.fill(weights, 0);
        for (int i = 0; i < n; i++) weights[random.nextInt(n)]++;
        draws[d] = entry.strength(weights);
      }
      return new Drawn(entry, entry.strength(), draws);
    }
  }
}
