package io.fabula.pipelines.mediation;

import io.fabula.analysis.mediation.EpisodeSums;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;

/**
 * Sums over the episodes of a policy, from which every estimate of an effect follows; the same bits
 * for any bundles, workers and runner.
 *
 * <p>byPolicy.apply(Combine.perKey(new EpisodeSumsFn()))
 */
public final class EpisodeSumsFn
    extends Combine.CombineFn<EpisodeSumsFn.Episode, EpisodeSums, EpisodeSums> {
  private static final long serialVersionUID = 1;

  /**
   * An episode.
   *
   * @param returned Y
   * @param unfired w: probability that nothing fired, given what happened, within 0..1
   */
  public record Episode(double returned, double unfired) implements Serializable {}

  @Override
  public EpisodeSums createAccumulator() {
    return EpisodeSums.none();
  }

  @Override
  public EpisodeSums addInput(EpisodeSums sums, Episode episode) {
    return sums.plus(
        EpisodeSums.of(new double[] {episode.returned}, new double[] {episode.unfired}));
  }

  @Override
  public EpisodeSums mergeAccumulators(Iterable<EpisodeSums> parts) {
    EpisodeSums sums = EpisodeSums.none();
    for (EpisodeSums each : parts) sums = sums.plus(each);
    return sums;
  }

  @Override
  public EpisodeSums extractOutput(EpisodeSums sums) {
    return sums;
  }

  @Override
  public Coder<EpisodeSums> getAccumulatorCoder(CoderRegistry registry, Coder<Episode> input) {
    return SerializableCoder.of(EpisodeSums.class);
  }

  @Override
  public Coder<EpisodeSums> getDefaultOutputCoder(CoderRegistry registry, Coder<Episode> input) {
    return SerializableCoder.of(EpisodeSums.class);
  }
}
