package io.fabula.analysis.causal;

import io.fabula.analysis.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether what moves a component later (mean Jacobians) has the sign of what moves with it (mean
 * cross-correlations), group by group and over each distance in steps. Where signs agree, the path
 * from one component to another is a candidate for a causal story; it is none yet.
 */
public final class DynamicsConsistency {
  private DynamicsConsistency() {}

  /**
   * A group of samples at one distance.
   *
   * @param group such as a behaviour; {@link #ALL} for all samples
   * @param distance steps between the earlier and the later component
   * @param samples whose Jacobians are averaged
   * @param jacobian mean, rows earlier, columns later
   * @param crossCorrelation mean over the same distance
   * @param agreement of their signs
   */
  public record Entry(
      int group,
      int distance,
      int samples,
      Matrix jacobian,
      Matrix crossCorrelation,
      SignAgreement agreement) {}

  /** The group of all samples. */
  public static final int ALL = -1;

  /**
   * Compares groups of which both are known.
   *
   * @param jacobians one matrix per step up to the target, earliest first
   * @param correlations one matrix per time difference, from 0
   * @return distances from 0 up, group by group
   */
  public static List<Entry> of(
      List<MeanPartial.Mean> jacobians,
      List<MeanPartial.Mean> correlations,
      SignAgreement.Options options) {
    Map<Integer, MeanPartial.Mean> known = new LinkedHashMap<>();
    for (MeanPartial.Mean each : correlations) known.put(each.group(), each);
    List<Entry> entries = new ArrayList<>();
    for (MeanPartial.Mean each : jacobians) {
      MeanPartial.Mean correlation = known.get(each.group());
      if (correlation == null) continue;
      int steps = each.matrices().size();
      for (int distance = 0; distance < steps; distance++) {
        if (distance >= correlation.matrices().size()) break;
        Matrix jacobian = each.matrices().get(steps - 1 - distance);
        Matrix moving = correlation.matrices().get(distance);
        entries.add(
            new Entry(
                each.group(),
                distance,
                each.samples(),
                jacobian,
                moving,
                SignAgreement.of(jacobian, moving, options)));
      }
    }
    return entries;
  }

  /**
   * Mean agreement of groups at a distance, those of all samples left out; NaN if there are none.
   */
  public static double meanAgreement(List<Entry> entries, int distance) {
    return entries.stream()
        .filter(each -> each.group() != ALL && each.distance() == distance)
        .mapToDouble(each -> each.agreement().agreement())
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
