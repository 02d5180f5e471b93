package io.fabula.analysis.clustering;

import static io.fabula.analysis.Vectors.distance;
import static io.fabula.analysis.Vectors.doubles;
import static io.fabula.analysis.Vectors.ints;
import static io.fabula.analysis.Vectors.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.analysis.Matrix;
import io.fabula.analysis.Vectors;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.analysis.decomposition.NonNegativeFactors;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.embedding.Affinities;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.analysis.embedding.TsneObjective;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ward, t-SNE and NMF against scikit-learn 1.2.1 on 150 stored rows. */
class EmbeddingsInterpretVectorTest {
  private static JsonNode file;
  private static Matrix subset;
  private static Matrix scores;

  @BeforeAll
  static void prepare() {
    file = Vectors.read("analysis_embeddings.json");
    Matrix data = matrix(Vectors.read("analysis_hidden_states.json").get("data"));
    boolean[] kept =
        NeighbourOutliers.find(
                Standardisation.fit(data).apply(data), NeighbourOutliers.Options.PUBLISHED)
            .kept();
    int rows = file.get("ward_connectivity").get("labels_by_first_appearance").size();
    subset = data.selectRows(kept).firstRows(rows);
    Matrix standardised = Standardisation.fit(subset).apply(subset);
    scores =
        PrincipalComponents.fit(
                standardised, new PrincipalComponents.Options(file.get("n_components").intValue()))
            .project(standardised);
  }

  @Test
  void startsFromTheSameScores() {
    Matrix expected = matrix(file.get("scores_first5"));
    for (int i = 0; i < expected.rows(); i++) {
      for (int j = 0; j < expected.columns(); j++) {
        assertThat(Math.abs(scores.get(i, j)))
            .isCloseTo(Math.abs(expected.get(i, j)), within(1e-6));
      }
    }
  }

  @Test
  void wardWithNeighbourGraphMakesTheSamePartition() {
    int clusters = file.get("n_clusters").intValue();
    compare(
        WardClustering.fit(scores, new WardClustering.Options(clusters, clusters)),
        file.get("ward_connectivity"));
  }

  @Test
  void wardWithoutGraphMakesTheSamePartitionAndHeights() {
    JsonNode expected = file.get("ward_unconstrained");
    WardClustering actual =
        WardClustering.fit(
            scores, new WardClustering.Options(file.get("n_clusters").intValue(), 0));
    compare(actual, expected);
    double[] last = doubles(expected.get("last_10_merge_heights"));
    double[] heights = actual.heights();
    assertThat(
            distance(
                Arrays.copyOfRange(heights, heights.length - last.length, heights.length), last))
        .isLessThan(1e-6);
    assertThat(Arrays.stream(heights).sum())
        .isCloseTo(expected.get("sum_merge_heights").doubleValue(), within(1e-6));
  }

  private static void compare(WardClustering actual, JsonNode expected) {
    assertThat(actual.labels()).isEqualTo(ints(expected.get("labels_by_first_appearance")));
    assertThat(actual.withinSquares())
        .isCloseTo(expected.get("within_sse").doubleValue(), within(1e-6));
    if (expected.has("sizes")) {
      assertThat(IntStream.of(actual.sizes()).sorted().toArray())
          .isEqualTo(ints(expected.get("sizes")));
    }
  }

  @Test
  void tsneAffinitiesAndObjectiveAgree() {
    JsonNode tsne = file.get("tsne");
    JsonNode p = tsne.get("P");
    Affinities affinities = Affinities.of(scores, tsne.get("perplexity").doubleValue());
    int n = affinities.rows();
    double[] probabilities = affinities.probabilities();
    assertThat(Arrays.stream(probabilities).sum())
        .isCloseTo(p.get("sum").doubleValue(), within(1e-9));
    relative(Arrays.stream(probabilities).max().orElseThrow(), p.get("max").doubleValue());
    relative(probabilities[10 * n + 20], p.get("P_10_20").doubleValue());
    relative(affinities.entropy(), p.get("entropy").doubleValue());
    double[] row = doubles(p.get("row0_first10"));
    for (int j = 0; j < row.length; j++) {
      assertThat(probabilities[j]).isCloseTo(row[j], within(1e-5 * p.get("max").doubleValue()));
    }
    JsonNode objective = tsne.get("objective_at_formula_Y");
    Matrix map = new Matrix(n, 2);
    for (int i = 0; i < n; i++) {
      map.values()[2 * i] = Vectors.round(10 * Math.sin(0.37 * i), 6);
      map.values()[2 * i + 1] = Vectors.round(8 * Math.cos(0.11 * i + 0.5), 6);
    }
    TsneObjective actual = TsneObjective.at(affinities, map);
    relative(actual.divergence(), objective.get("kl").doubleValue());
    relative(actual.gradientNorm(), objective.get("gradient_norm").doubleValue());
    Matrix gradient = matrix(objective.get("gradient_first5"));
    for (int i = 0; i < gradient.values().length; i++) {
      assertThat(actual.gradient().values()[i])
          .isCloseTo(
              gradient.values()[i], within(1e-5 * objective.get("gradient_norm").doubleValue()));
    }
  }

  private static void relative(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-5 * Math.abs(expected)));
  }

  @Test
  void tsneRunIsAsGoodAsTheReference() {
    JsonNode tsne = file.get("tsne");
    Tsne.Options options = Tsne.Options.USUAL.withStarts(6);
    Tsne run = Tsne.fit(scores, options);
    assertThat(run.divergence())
        .isLessThan(1.05 * tsne.get("exact_kl_of_library_result").doubleValue());
    assertThat(Tsne.fit(scores, options).points()).isEqualTo(run.points());
  }

  @Test
  void factorisationIsAsGoodAsTheReference() {
    JsonNode nmf = file.get("nmf");
    NonNegativeFactors actual =
        NonNegativeFactors.fit(
            subset, new NonNegativeFactors.Options(nmf.get("factors").intValue(), 1e-4, 5000, 0));
    assertThat(distance(actual.minimum(), doubles(nmf.get("min_per_dim")))).isLessThan(1e-9);
    assertThat(actual.error())
        .isLessThan(1.02 * nmf.get("best_of_8_tight_frobenius_error").doubleValue());
    assertThat(actual.converged()).isTrue();
    assertThat(Arrays.stream(actual.factors().values()).min().orElseThrow())
        .isGreaterThanOrEqualTo(0);
    assertThat(Arrays.stream(actual.components().values()).min().orElseThrow())
        .isGreaterThanOrEqualTo(0);
  }
}
