package io.fabula.pipelines.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.UntrainedPopulation;
import io.fabula.analysis.figures.ImpulseResponses;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What pushes along a path do, and how long they are remembered. */
final class PushEvidence {
  private static final int ACTED_ON = 1;
  private static final int REMEMBERED = PushComponents.LAGS.get(PushComponents.LAGS.size() - 1);

  private final List<PushEffects.Effect> effects;
  private final int untrained;
  private final BootstrapInterval.Options intervals;

  PushEvidence(
      List<PushEffects.Effect> effects, int untrained, BootstrapInterval.Options intervals) {
    this.effects = effects;
    this.untrained = untrained;
    this.intervals = intervals;
  }

  /** Rows about one direction of a feature's story; none if it was not pushed. */
  List<StoryTables.Evidence> of(String feature, String path, List<ActionGroup> groups) {
    List<StoryTables.Evidence> rows = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      int group = i;
      add(
          rows,
          feature,
          "a push by one standard deviation changes the probability",
          path + ": " + groups.get(i).name(),
          mean(own(path, ACTED_ON), each -> each.groups()[group], path + groups.get(i).name()),
          new double[0]);
    }
    add(
        rows,
        feature,
        "a push is remembered after " + REMEMBERED + " steps",
        path,
        mean(own(path, REMEMBERED), PushEffects.Effect::along, path + "memory"),
        memories());
    return rows;
  }

  private void add(
      List<StoryTables.Evidence> rows,
      String feature,
      String test,
      String about,
      BootstrapInterval interval,
      double[] others) {
    if (interval.values() == 0) return;
    rows.add(
        new StoryTables.Evidence(
            feature,
            test,
            about,
            interval.values(),
            interval.mean(),
            interval.low(),
            interval.high(),
            Arrays.stream(others).average().orElse(Double.NaN),
            others.length,
            new UntrainedPopulation(others).probabilityOf(interval.mean())));
  }

  private static Predicate<PushEffects.Effect> own(String path, int lag) {
    return each -> each.agent() == 0 && each.lag() == lag && each.direction().equals(path);
  }

  /** Mean over levels, which are independent; 0 values if there are fewer than two. */
  private BootstrapInterval mean(
      Predicate<PushEffects.Effect> which,
      ToDoubleFunction<PushEffects.Effect> value,
      String stream) {
    Map<Long, double[]> levels = new TreeMap<>();
    for (PushEffects.Effect each : effects) {
      if (!which.test(each)) continue;
      double[] sums = levels.computeIfAbsent(each.level(), level -> new double[2]);
      sums[0] += value.applyAsDouble(each);
      sums[1]++;
    }
    double none = Double.NaN;
    if (levels.size() < 2) return new BootstrapInterval(none, none, none, intervals.level(), 0);
    return BootstrapInterval.ofMean(
        levels.values().stream().mapToDouble(sums -> sums[0] / sums[1]).toArray(),
        new BootstrapInterval.Options(
            intervals.level(), intervals.draws(), Seeds.of(intervals.seed(), stream)));
  }

  /** What each untrained agent remembers of a push along its components, on average. */
  private double[] memories() {
    double[] memories = new double[untrained];
    for (int agent = 1; agent <= untrained; agent++) {
      memories[agent - 1] = average(agent, REMEMBERED);
    }
    return Arrays.stream(memories).filter(Double::isFinite).toArray();
  }

  private double average(int agent, int lag) {
    return effects.stream()
        .filter(each -> each.agent() == agent && each.lag() == lag)
        .mapToDouble(PushEffects.Effect::along)
        .average()
        .orElse(Double.NaN);
  }

  /** How a push along each path fades, beside those of untrained agents. */
  List<ImpulseResponses.Curve> curves(List<String> paths) {
    List<ImpulseResponses.Curve> curves = new ArrayList<>();
    for (int lag : PushComponents.LAGS) {
      for (String path : paths) {
        BootstrapInterval along =
            mean(own(path, lag), PushEffects.Effect::along, path + "lag" + lag);
        if (along.values() == 0) continue;
        curves.add(
            new ImpulseResponses.Curve(path, true, lag, along.mean(), along.low(), along.high()));
      }
      for (int agent = 1; agent <= untrained; agent++) {
        double along = average(agent, lag);
        if (Double.isNaN(along)) continue;
        curves.add(
            new ImpulseResponses.Curve("untrained " + agent, false, lag, along, along, along));
      }
    }
    return curves;
  }
}
