package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;

/**
 * The whole reduction of an agent's hidden states: standardise, set outliers aside, principal
 * components and independent components of the kept rows, and the projector that follows.
 *
 * @param outliers which rows the fits saw
 * @param independent the ICA fit, with its convergence
 * @param projector for any hidden state, and for gradients
 * @param projectedVariance population variance along each principal component of <em>all</em> rows
 * @implNote The original analysis fits ICA with mean and deviation of the kept rows but projects
 *     with those of all rows; here the kept rows' serve both, so that the stored sources and later
 *     projections are the same numbers.
 */
@SuppressWarnings("ArrayRecordComponent") // shared by agreement
public record HiddenStateReduction(
    NeighbourOutliers outliers,
    IndependentComponents independent,
    Projector projector,
    double[] projectedVariance) {

  /**
   * Settings of the reduction.
   *
   * @param independentComponents K, at least 1 and at most the size of the hidden state
   * @param outliers which rows are set aside
   * @param ica of the FastICA fit
   */
  public record Options(
      int independentComponents,
      NeighbourOutliers.Options outliers,
      IndependentComponents.Options ica) {
    public Options {
      if (independentComponents < 1) {
        throw new IllegalArgumentException(
            "independentComponents must be at least 1, got " + independentComponents);
      }
    }
  }

  /**
   * Fits to hidden states.
   *
   * @param hidden {@code [rows, H]}; a bounded sample, neighbours cost rows squared
   * @throws IllegalArgumentException if the hidden state has fewer directions of variance than
   *     independent components are wanted
   */
  public static HiddenStateReduction fit(Matrix hidden, Options options) {
    int k = options.independentComponents();
    if (k > hidden.columns()) {
      throw new IllegalArgumentException(
          "independentComponents must be at most the hidden size "
              + hidden.columns()
              + ", got "
              + k);
    }
    Standardisation standardisation = Standardisation.fit(hidden);
    Matrix standardised = standardisation.apply(hidden);
    // a rotation leaves distances as they are, and is searched faster: few coordinates decide
    PrincipalComponents.Options all = new PrincipalComponents.Options(hidden.columns());
    Matrix rotated = PrincipalComponents.fit(standardised, all).project(standardised);
    NeighbourOutliers outliers = NeighbourOutliers.find(rotated, options.outliers());
    PrincipalComponents principal =
        PrincipalComponents.fit(standardised.selectRows(outliers.kept()), all);
    Matrix scores = principal.project(standardised);
    Matrix keptScores = scores.selectRows(outliers.kept()).firstColumns(k);
    double[] mean = keptScores.columnMeans();
    double[] deviation = keptScores.columnVariances();
    for (int c = 0; c < k; c++) {
      deviation[c] = Math.sqrt(deviation[c]);
      if (!(deviation[c] > 1e-10)) {
        throw new IllegalArgumentException(
            "the hidden states vary in only "
                + c
                + " directions, fewer than the "
                + k
                + " independent components asked for");
      }
    }
    Matrix identity = Matrix.identity(k);
    Matrix whitened =
        new Projector(standardisation, principal, mean, deviation, identity, identity)
            .whitened(keptScores);
    IndependentComponents independent = IndependentComponents.fit(whitened, options.ica());
    Projector projector =
        new Projector(
            standardisation,
            principal,
            mean,
            deviation,
            independent.unmixing(),
            independent.mixing());
    return new HiddenStateReduction(outliers, independent, projector, scores.columnVariances());
  }
}
