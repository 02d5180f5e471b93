package io.fabula.analysis.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.UntrainedPopulation;
import io.fabula.envs.random.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shares of a total effect that go through directions of the state: the summed differences of play
 * in which only these directions do not see the feature, divided by those of full blindness.
 *
 * <p>Directions are chosen on levels with an even number and measured on those with an odd one.
 * Shares of several directions may add to more than 1, since paths overlap.
 *
 * @param levels numbers of the levels, none twice; to measure, at least 2 of them odd
 * @param total differences of full blindness, in the order of the levels
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PathShares(long[] levels, double[] total) {
  public PathShares {
    if (levels.length != total.length) {
      throw new IllegalArgumentException(
          "total must have one value for each of "
              + levels.length
              + " levels, got "
              + total.length);
    }
    if (Arrays.stream(levels).distinct().count() != levels.length) {
      throw new IllegalArgumentException("no level may stand twice");
    }
    if (!Arrays.stream(total).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("total must be finite");
    }
  }

  /**
   * Chooses the candidates with the largest shares on even levels; only shares above 0 count, and
   * of equal shares the earlier candidate comes first.
   *
   * @param most how many to choose at most, at least 1
   * @return indices into the candidates, the largest share first
   */
  public List<Integer> choose(List<PathVariant> candidates, int most) {
    if (most < 1) throw new IllegalArgumentException("most must be at least 1, got " + most);
    return IntStream.range(0, candidates.size())
        .boxed()
        .filter(i -> share(candidates.get(i), false) > 0)
        .sorted(Comparator.comparingDouble((Integer i) -> -share(candidates.get(i), false)))
        .limit(most)
        .toList();
  }

  /**
   * Measures directions on odd levels and compares them with random ones: Student's t for one
   * further observation, {@code (share - mean) / (sd sqrt(1 + 1/R))} with {@code R - 1} degrees of
   * freedom (Crawford and Howell 1998).
   *
   * @param variant the directions, one or several together
   * @param random random directions of equal variance, as many together as the variant has
   */
  public PathEstimate confirm(
      PathVariant variant, List<PathVariant> random, BootstrapInterval.Options options) {
    BootstrapInterval.Options stream =
        new BootstrapInterval.Options(
            options.level(), options.draws(), Seeds.of(options.seed(), "share-" + variant.name()));
    RatioInterval confirmed = RatioInterval.ofRatio(odd(variant), half(total, true), stream);
    double[] shares = random.stream().mapToDouble(each -> share(each, true)).toArray();
    double mean = Arrays.stream(shares).average().orElse(Double.NaN);
    double squares = Arrays.stream(shares).map(each -> (each - mean) * (each - mean)).sum();
    return new PathEstimate(
        variant.name(),
        share(variant, false),
        confirmed,
        shares.length,
        mean,
        shares.length < 2 ? Double.NaN : Math.sqrt(squares / (shares.length - 1)),
        Arrays.stream(shares).max().orElse(Double.NaN),
        new UntrainedPopulation(shares).probabilityOf(confirmed.value()));
  }

  /**
   * What is lost, on odd levels, when only some directions still see the feature: 1 less the share
   * of all others. Together with {@link #confirm} it shows whether paths overlap.
   *
   * @param allOthers play in which all directions but these do not see the feature
   */
  public RatioInterval reverse(PathVariant allOthers, BootstrapInterval.Options options) {
    double[] whole = half(total, true);
    double[] part = odd(allOthers);
    for (int i = 0; i < part.length; i++) part[i] = whole[i] - part[i];
    return RatioInterval.ofRatio(
        part,
        whole,
        new BootstrapInterval.Options(
            options.level(),
            options.draws(),
            Seeds.of(options.seed(), "reverse-" + allOthers.name())));
  }

  private double share(PathVariant variant, boolean odd) {
    double whole = Arrays.stream(half(total, odd)).sum();
    double part = Arrays.stream(half(checked(variant), odd)).sum();
    return whole == 0 ? Double.NaN : part / whole;
  }

  private double[] odd(PathVariant variant) {
    return half(checked(variant), true);
  }

  private double[] checked(PathVariant variant) {
    if (variant.differences().length != levels.length) {
      throw new IllegalArgumentException(
          "differences of "
              + variant.name()
              + " must be "
              + levels.length
              + ", got "
              + variant.differences().length);
    }
    return variant.differences();
  }

  private double[] half(double[] values, boolean odd) {
    return IntStream.range(0, levels.length)
        .filter(i -> (levels[i] % 2 != 0) == odd)
        .mapToDouble(i -> values[i])
        .toArray();
  }
}
