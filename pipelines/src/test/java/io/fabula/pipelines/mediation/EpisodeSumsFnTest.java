package io.fabula.pipelines.mediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.analysis.mediation.EffectEstimate;
import io.fabula.analysis.mediation.EpisodeSums;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates have the same bits however Beam splits and orders the episodes. */
class EpisodeSumsFnTest {
  private static final int EPISODES = 500;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aPipelineFindsTheSameBitsAsOneLoop(int parallelism) {
    RandomStream random = new RandomStream(7);
    double[] returns = new double[2 * EPISODES];
    double[] unfired = new double[2 * EPISODES];
    List<KV<String, EpisodeSumsFn.Episode>> episodes = new ArrayList<>();
    for (int i = 0; i < returns.length; i++) {
      returns[i] = random.nextGaussian();
      unfired[i] = random.nextDouble();
      episodes.add(
          KV.of(
              i < EPISODES ? "reference" : "other",
              new EpisodeSumsFn.Episode(returns[i], unfired[i])));
    }
    EpisodeSums reference = sums(returns, unfired, 0);
    EpisodeSums other = sums(returns, unfired, EPISODES);
    double expected = new EffectEstimate(reference, other).standardError();
    Collections.shuffle(episodes, new Random(parallelism));
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--targetParallelism=" + parallelism).create());
    PCollection<KV<String, EpisodeSums>> found =
        pipeline
            .apply(
                Create.of(episodes)
                    .withCoder(
                        KvCoder.of(
                            StringUtf8Coder.of(),
                            SerializableCoder.of(EpisodeSumsFn.Episode.class))))
            .apply(Reshuffle.viaRandomKey())
            .apply(Combine.perKey(new EpisodeSumsFn()));
    PAssert.thatMap(found)
        .satisfies(
            all -> {
              assertThat(all).containsOnlyKeys("reference", "other");
              EffectEstimate estimate = new EffectEstimate(all.get("reference"), all.get("other"));
              assertThat(estimate.standardError()).isEqualTo(expected);
              assertThat(all.get("reference").high()).isEqualTo(reference.high());
              assertThat(all.get("reference").low()).isEqualTo(reference.low());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static EpisodeSums sums(double[] returns, double[] unfired, int from) {
    return EpisodeSums.of(
        java.util.Arrays.copyOfRange(returns, from, from + EPISODES),
        java.util.Arrays.copyOfRange(unfired, from, from + EPISODES));
  }
}
