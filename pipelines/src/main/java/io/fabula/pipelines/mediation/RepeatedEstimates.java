package io.fabula.pipelines.mediation;

import io.fabula.analysis.mediation.EffectCoverage;
import io.fabula.analysis.mediation.EffectEstimate;
import io.fabula.analysis.mediation.EpisodeSums;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.detectors.TabularEpisodes;
import io.fabula.pipelines.mediation.settings.EstimationSettings;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Estimates the indirect effects of events in a table from episodes, many times over, and counts
 * how often the 95 % interval holds the exact value.
 *
 * @param model the table
 * @param reference policy whose returns count, {@code [state, action]}
 * @param target the policy that is gone to
 * @param names of the events
 * @param detectors of the events: probability of firing per state
 * @param discount factor per step in the return
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record RepeatedEstimates(
    TabularModel model,
    double[] reference,
    double[] target,
    List<String> names,
    List<double[]> detectors,
    double discount) {
  /** Columns of the table of what they came to. */
  public static final TableSchema SCHEMA =
      new TableSchema(
          "effect_estimates",
          1,
          "An event: estimates of its indirect effect",
          List.of(
              Column.of("event", Column.Type.STRING).doc("name of the event"),
              Column.of("exact", Column.Type.DOUBLE).doc("exact natural indirect effect"),
              Column.of("estimates", Column.Type.INT32)
                  .doc("repetitions in which the effect was defined"),
              Column.optional("mean", Column.Type.DOUBLE).doc("mean estimate"),
              Column.optional("deviation", Column.Type.DOUBLE)
                  .doc("standard deviation of the estimates"),
              Column.optional("mean_error", Column.Type.DOUBLE).doc("mean standard error"),
              Column.optional("coverage", Column.Type.DOUBLE)
                  .doc("share of the 95 % intervals that hold the exact effect")));

  /** Estimates [repetition][event]. */
  record Estimates(List<List<EffectCoverage.Estimate>> repetitions) {}

  /** Does a shard's part of the repetitions. */
  public void run(ShardWork work, long seed, EstimationSettings settings) {
    int first = settings.shards().first(work.shard());
    int count = settings.shards().count(work.shard());
    List<List<EffectCoverage.Estimate>> repetitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      repetitions.add(
          estimate(
              play(reference, settings.episodes(), Seeds.of(seed, "estimate", first + i, 0)),
              play(target, settings.episodes(), Seeds.of(seed, "estimate", first + i, 1))));
      work.progress(i + 1, count, "repetitions");
    }
    work.summary(new Estimates(repetitions));
  }

  private TabularEpisodes play(double[] policy, int episodes, long seed) {
    return TabularEpisodes.play(model, policy, discount, episodes, new RandomStream(seed));
  }

  private List<EffectCoverage.Estimate> estimate(TabularEpisodes a, TabularEpisodes b) {
    List<EffectCoverage.Estimate> events = new ArrayList<>();
    for (double[] detector : detectors) {
      events.add(
          EffectCoverage.Estimate.of(
              new EffectEstimate(
                  EpisodeSums.of(a.returns(), a.unfired(detector)),
                  EpisodeSums.of(b.returns(), b.unfired(detector)))));
    }
    return events;
  }

  /**
   * Writes the table of what all shards' estimates came to.
   *
   * @param part name of the table
   * @return smallest and largest coverage
   */
  public Map<String, Double> finish(FinishWork work, String part) throws Exception {
    List<List<EffectCoverage.Estimate>> repetitions = new ArrayList<>();
    for (ShardResult shard : work.shards()) {
      repetitions.addAll(shard.summary(Estimates.class).repetitions());
    }
    List<EventSums> from = new ExactEvaluation(model, reference).evaluate(detectors, discount);
    List<EventSums> to = new ExactEvaluation(model, target).evaluate(detectors, discount);
    Map<String, Double> metrics = new TreeMap<>();
    List<Double> shares = new ArrayList<>();
    work.table(
        part,
        SCHEMA,
        table -> {
          for (int e = 0; e < detectors.size(); e++) {
            int event = e;
            double effect = from.get(e).indirectEffect(to.get(e));
            EffectCoverage coverage =
                EffectCoverage.of(
                    repetitions.stream().map(each -> each.get(event)).toList(), effect);
            if (!Double.isNaN(coverage.share())) shares.add(coverage.share());
            table.write(
                names.get(e),
                effect,
                coverage.estimates(),
                TableWriter.orMissing(coverage.mean()),
                TableWriter.orMissing(coverage.deviation()),
                TableWriter.orMissing(coverage.meanError()),
                TableWriter.orMissing(coverage.share()));
          }
        });
    shares.stream().min(Double::compare).ifPresent(low -> metrics.put("coverage_min", low));
    shares.stream().max(Double::compare).ifPresent(high -> metrics.put("coverage_max", high));
    return metrics;
  }
}
