package io.fabula.pipelines.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.ColumnMoments;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.decomposition.StandardisedComponents;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;

class PrincipalComponentsFnTest {
  private static final PrincipalComponents.Options TWO = new PrincipalComponents.Options(2);

  @Test
  void aPipelineFindsTheSameBitsAsOneBundle() {
    RandomStream random = new RandomStream(4);
    Matrix rows = new Matrix(200, 3);
    for (int i = 0; i < 600; i++) rows.values()[i] = random.nextGaussian() * (1 + i % 3);
    PrincipalComponentsFn fn = new PrincipalComponentsFn(3, TWO);
    ColumnMoments sums = fn.createAccumulator();
    for (double[] each : rows.toRows()) fn.addInput(sums, each);
    StandardisedComponents one = fn.extractOutput(sums);
    List<Double> expected = bits(one);
    Pipeline pipeline = Pipeline.create();
    PCollection<Double> found =
        pipeline
            .apply(
                Create.of(Arrays.asList(rows.toRows()))
                    .withCoder(SerializableCoder.of(double[].class)))
            .apply(Reshuffle.viaRandomKey())
            .apply(Combine.globally(fn).withoutDefaults())
            .apply(
                FlatMapElements.into(TypeDescriptors.doubles())
                    .via(PrincipalComponentsFnTest::bits));
    PAssert.that(found)
        .satisfies(
            all -> {
              assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
              return null;
            });
    pipeline.run().waitUntilFinish();
    Standardisation standardisation = Standardisation.fit(rows);
    PrincipalComponents whole = PrincipalComponents.fit(standardisation.apply(rows), TWO);
    for (int c = 0; c < 2; c++) {
      assertThat(one.standardisation().deviation()[c] / standardisation.deviation()[c])
          .isBetween(1 - 1e-9, 1 + 1e-9);
      assertThat(one.principal().variance()[c] / whole.variance()[c]).isBetween(1 - 1e-9, 1 + 1e-9);
    }
  }

  private static List<Double> bits(StandardisedComponents fit) {
    return Arrays.stream(fit.principal().components().values()).boxed().toList();
  }
}
