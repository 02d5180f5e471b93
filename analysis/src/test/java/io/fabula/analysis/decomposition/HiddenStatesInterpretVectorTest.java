package io.fabula.analysis.decomposition;

import static io.fabula.analysis.Vectors.distance;
import static io.fabula.analysis.Vectors.doubles;
import static io.fabula.analysis.Vectors.ints;
import static io.fabula.analysis.Vectors.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.analysis.Matrix;
import io.fabula.analysis.Vectors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reduction of hidden states against the original functions on stored data. */
class HiddenStatesInterpretVectorTest {
  private static final double TOLERANCE = 1e-6;

  private static JsonNode file;
  private static Matrix data;
  private static int k;
  private static HiddenStateReduction reduction;

  @BeforeAll
  static void fit() {
    file = Vectors.read("analysis_hidden_states.json");
    data = matrix(file.get("data"));
    k = file.get("K").intValue();
    reduction =
        HiddenStateReduction.fit(
            data,
            new HiddenStateReduction.Options(
                k,
                NeighbourOutliers.Options.PUBLISHED,
                new IndependentComponents.Options(1e-10, 8000, 0, 1)));
  }

  @Test
  void standardisesWithPopulationDeviations() {
    JsonNode expected = file.get("standardise");
    Standardisation actual = reduction.projector().standardisation();
    assertThat(distance(actual.mean(), doubles(expected.get("mu")))).isLessThan(TOLERANCE);
    assertThat(distance(actual.deviation(), doubles(expected.get("sigma")))).isLessThan(TOLERANCE);
  }

  @Test
  void setsTheSameRowsAside() {
    JsonNode expected = file.get("outliers");
    NeighbourOutliers actual = reduction.outliers();
    assertThat(distance(actual.medians().get(0), doubles(expected.get("median_knn_distance"))))
        .isLessThan(TOLERANCE);
    assertThat(actual.thresholds()[0])
        .isCloseTo(expected.get("threshold").doubleValue(), within(TOLERANCE));
    assertThat(removed(actual)).isEqualTo(ints(expected.get("removed_rows")));
    assertThat(actual.keptFraction())
        .isCloseTo(expected.get("kept_fraction").doubleValue(), within(1e-12));
    NeighbourOutliers threeCounts =
        NeighbourOutliers.find(
            Standardisation.fit(data).apply(data), new NeighbourOutliers.Options(10, 2));
    assertThat(threeCounts.neighbourCounts()).containsExactly(5, 7, 9);
    assertThat(removed(threeCounts))
        .isEqualTo(ints(expected.get("removed_rows_outlier_max_k_10_k5_7_9")));
  }

  private static int[] removed(NeighbourOutliers outliers) {
    return IntStream.range(0, outliers.kept().length).filter(i -> !outliers.kept()[i]).toArray();
  }

  @Test
  void findsThePrincipalComponents() {
    JsonNode expected = file.get("pca");
    PrincipalComponents actual = reduction.projector().principal();
    assertThat(distance(actual.mean(), doubles(expected.get("mean")))).isLessThan(TOLERANCE);
    assertThat(distance(actual.variance(), doubles(expected.get("explained_variance_n_minus_1"))))
        .isLessThan(TOLERANCE);
    assertThat(distance(actual.singularValues(), doubles(expected.get("singular_values"))))
        .isLessThan(TOLERANCE);
    double[] cumulative = actual.cumulative();
    for (int i = 0; i < cumulative.length; i++) cumulative[i] *= 100;
    assertThat(distance(cumulative, doubles(expected.get("cumulative_percent"))))
        .isLessThan(TOLERANCE);
    assertThat(actual.indexAbove(0.95))
        .isEqualTo(expected.get("above95_original_index").intValue());
    assertThat(actual.countAbove(0.95)).isEqualTo(expected.get("above95_count_to_use").intValue());
    assertThat(
            distance(
                reduction.projectedVariance(), doubles(expected.get("pc_variance_all_points"))))
        .isLessThan(TOLERANCE);
    Matrix components = matrix(expected.get("components"));
    Matrix scores = matrix(expected.get("scores_first10"));
    Matrix actualScores = reduction.projector().principalComponents(data);
    for (int c = 0; c < components.rows(); c++) {
      double sign = Math.signum(components.get(c, 0) * actual.components().get(c, 0));
      for (int j = 0; j < components.columns(); j++) {
        assertThat(sign * actual.components().get(c, j))
            .as("component %d, loading %d", c, j)
            .isCloseTo(components.get(c, j), within(TOLERANCE));
      }
      for (int i = 0; i < scores.rows(); i++) {
        assertThat(sign * actualScores.get(i, c))
            .isCloseTo(
                scores.get(i, c), within(TOLERANCE * Math.max(1, Math.abs(scores.get(i, c)))));
      }
    }
  }

  @Test
  void findsTheIndependentComponentsUpToSignAndOrder() {
    JsonNode ica = file.get("ica");
    JsonNode strict = ica.get("strict_tol_1e_10");
    assertThat(reduction.independent().converged()).isTrue();
    Matrix kept = data.selectRows(reduction.outliers().kept());
    Matrix strictSources = stored(strict.get("unmixing")).independentComponents(kept);
    Matrix mine = reduction.projector().independentComponents(kept);
    assertThat(matched(mine, strictSources)).isGreaterThan(1 - 1e-8);
    Matrix loose =
        HiddenStateReduction.fit(
                data,
                new HiddenStateReduction.Options(
                    k,
                    NeighbourOutliers.Options.PUBLISHED,
                    new IndependentComponents.Options(0.02, 8000, 0, 1)))
            .projector()
            .independentComponents(kept);
    assertThat(matched(loose, strictSources)).isGreaterThan(0.999);
    // the strict sources themselves, first rows as stored
    Matrix firstRows = matrix(strict.get("sources_first10"));
    double[] logCosh = doubles(strict.get("mean_logcosh_per_source"));
    Matrix unitStrict = stored(strict.get("unmixing")).independentComponents(data);
    for (int i = 0; i < firstRows.rows(); i++) {
      for (int c = 0; c < k; c++) {
        assertThat(unitStrict.get(i, c)).isCloseTo(firstRows.get(i, c), within(1e-5));
      }
    }
    double[] mineLogCosh = meanLogCosh(mine);
    for (double each : logCosh) {
      assertThat(closest(each, mineLogCosh)).isCloseTo(each, within(1e-4));
    }
  }

  private static double[] meanLogCosh(Matrix sources) {
    double[] sums = new double[sources.columns()];
    for (int i = 0; i < sources.rows(); i++) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += Math.log(Math.cosh(sources.get(i, c))) / sources.rows();
      }
    }
    return sums;
  }

  private static double matched(Matrix mine, Matrix reference) {
    Matrix correlations = Vectors.absoluteCorrelations(mine, reference);
    double worst = 1;
    for (int j = 0; j < reference.columns(); j++) {
      double best = 0;
      for (int i = 0; i < mine.columns(); i++) best = Math.max(best, correlations.get(i, j));
      worst = Math.min(worst, best);
    }
    return worst;
  }

  /** A projector as this code makes it, with stored unmixing in the stored basis (PC signs!). */
  private static Projector stored(JsonNode unmixing) {
    JsonNode pca = file.get("pca");
    JsonNode ica = file.get("ica");
    Matrix u = matrix(unmixing);
    return projector(
        doubles(pca.get("mean")),
        first(doubles(ica.get("kept_mean_of_scores")), k),
        first(doubles(ica.get("kept_sd_of_scores")), k),
        u,
        IndependentComponents.pseudoInverse(u));
  }

  private static Projector projector(
      double[] pcaMean, double[] scoreMean, double[] scoreDeviation, Matrix u, Matrix a) {
    JsonNode pca = file.get("pca");
    PrincipalComponents principal =
        new PrincipalComponents(
            pcaMean,
            matrix(pca.get("components")),
            doubles(pca.get("explained_variance_n_minus_1")),
            1,
            data.rows());
    JsonNode standard = file.get("standardise");
    return new Projector(
        new Standardisation(doubles(standard.get("mu")), doubles(standard.get("sigma"))),
        principal,
        scoreMean,
        scoreDeviation,
        u,
        a);
  }

  @Test
  void projectsStatesAndGradientsLikeTheFixedFormulas() {
    JsonNode expected = file.get("projector");
    JsonNode ica = file.get("ica");
    Projector fixed =
        projector(
            doubles(file.get("pca").get("mean")),
            first(doubles(ica.get("kept_mean_of_scores")), k),
            first(doubles(ica.get("kept_sd_of_scores")), k),
            matrix(ica.get("unmixing")),
            matrix(ica.get("mixing")));
    compareRows(fixed.independentComponents(data), expected.get("ic_fixed_first10"));
    compareRows(fixed.gradientMap(), expected.get("Q_fixed"));
    compareRows(fixed.jacobian(), expected.get("J_fixed"));
    Matrix gradients = matrix(expected.get("gradients"));
    compareRows(
        fixed.independentGradients(gradients), expected.get("projected_gradients_fixed_ic"));
    compareRows(fixed.principalGradients(gradients), expected.get("projected_gradients_pc"));
    Matrix product = fixed.jacobian().times(fixed.gradientMap());
    assertThat(distance(product.values(), Matrix.identity(k).values())).isLessThan(1e-9);
  }

  @Test
  void projectsLikeTheOriginalWhenGivenItsConstants() {
    JsonNode expected = file.get("projector");
    double[] deviation = first(doubles(file.get("pca").get("pc_variance_all_points")), k);
    for (int i = 0; i < k; i++) deviation[i] = Math.sqrt(deviation[i]);
    Projector original =
        projector(
            new double[data.columns()],
            new double[k],
            deviation,
            matrix(file.get("ica").get("unmixing")),
            matrix(file.get("ica").get("mixing")));
    compareRows(original.independentComponents(data), expected.get("ic_original_first10"));
    compareRows(original.principalComponents(data), expected.get("pc_original_first5"));
    compareRows(original.gradientMap(), expected.get("Q_original"));
    compareRows(
        original.independentGradients(matrix(expected.get("gradients"))),
        expected.get("projected_gradients_original_ic"));
  }

  @Test
  void ownProjectorInvertsItself() {
    Projector own = reduction.projector();
    assertThat(
            distance(own.jacobian().times(own.gradientMap()).values(), Matrix.identity(k).values()))
        .isLessThan(1e-9);
  }

  private static void compareRows(Matrix actual, JsonNode expected) {
    Matrix rows = matrix(expected);
    for (int i = 0; i < rows.rows(); i++) {
      for (int j = 0; j < rows.columns(); j++) {
        assertThat(actual.get(i, j))
            .as("row %d, column %d", i, j)
            .isCloseTo(rows.get(i, j), within(TOLERANCE * Math.max(1, Math.abs(rows.get(i, j)))));
      }
    }
  }

  private static double[] first(double[] values, int count) {
    return Arrays.copyOf(values, count);
  }

  private static double closest(double wanted, double[] values) {
    double best = values[0];
    for (double each : values) {
      if (Math.abs(each - wanted) < Math.abs(best - wanted)) best = each;
    }
    return best;
  }
}
