package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;

/**
 * From hidden states to principal and independent components, and for gradients the way back.
 *
 * <p>With C the principal components, s and m the standard deviation and mean of the scores, U the
 * unmixing and A the mixing matrix: {@code ic(h) = U ((C_K ((h - mu)/sigma - pcaMean) - m) / s)}. A
 * gradient g with respect to h (a row) becomes {@code g Q} with respect to the components, {@code Q
 * = diag(sigma) C_K^T diag(s) A}, so that {@code J Q} is the identity for {@code J = d ic/d h}.
 */
public final class Projector {
  private final Standardisation standardisation;
  private final PrincipalComponents principal;
  private final double[] scoreMean;
  private final double[] scoreDeviation;
  private final Matrix unmixing;
  private final Matrix mixing;
  private final Matrix jacobian;
  private final Matrix gradientMap;

  /**
   * Assembles a projector.
   *
   * @param standardisation of the hidden state
   * @param principal components of the standardised hidden state
   * @param scoreMean mean of the first K scores (of the rows ICA was fitted to)
   * @param scoreDeviation their standard deviation, above 0
   * @param unmixing {@code [K, K]}
   * @param mixing inverse of {@code unmixing}
   */
  public Projector(
      Standardisation standardisation,
      PrincipalComponents principal,
      double[] scoreMean,
      double[] scoreDeviation,
      Matrix unmixing,
      Matrix mixing) {
    int k = unmixing.rows();
    if (scoreMean.length != k || scoreDeviation.length != k || mixing.rows() != k) {
      throw new IllegalArgumentException(
          "scoreMean, scoreDeviation and mixing must have size " + k);
    }
    if (k > principal.components().rows()) {
      throw new IllegalArgumentException(
          "independent components must be at most " + principal.components().rows() + ", got " + k);
    }
    this.standardisation = standardisation;
    this.principal = principal;
    this.scoreMean = scoreMean.clone();
    this.scoreDeviation = scoreDeviation.clone();
    this.unmixing = unmixing;
    this.mixing = mixing;
    int width = standardisation.mean().length;
    Matrix whitening = new Matrix(k, width); // diag(1/s) C_K diag(1/sigma)
    Matrix colouring = new Matrix(width, k); // diag(sigma) C_K^T diag(s)
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < width; j++) {
        double loading = principal.components().get(c, j);
        double sigma = standardisation.deviation()[j];
        whitening.values()[c * width + j] = loading / (scoreDeviation[c] * sigma);
        colouring.values()[j * k + c] = sigma * loading * scoreDeviation[c];
      }
    }
    this.jacobian = unmixing.times(whitening);
    this.gradientMap = colouring.times(mixing);
  }

  public Standardisation standardisation() {
    return standardisation;
  }

  public PrincipalComponents principal() {
    return principal;
  }

  /** Mean of the first K scores that is subtracted before unmixing. */
  public double[] scoreMean() {
    return scoreMean.clone();
  }

  /** Standard deviation of the first K scores that they are divided by before unmixing. */
  public double[] scoreDeviation() {
    return scoreDeviation.clone();
  }

  public Matrix unmixing() {
    return unmixing;
  }

  public Matrix mixing() {
    return mixing;
  }

  /** Number of independent components, K. */
  public int independentCount() {
    return unmixing.rows();
  }

  /** Size of the hidden state, H. */
  public int hiddenSize() {
    return standardisation.mean().length;
  }

  /** {@code J = d ic / d h}, {@code [K, H]}. */
  public Matrix jacobian() {
    return jacobian;
  }

  /** {@code d pc / d h} of the first principal components, {@code [count, H]}. */
  public Matrix principalJacobian(int count) {
    Matrix rows = new Matrix(count, hiddenSize());
    for (int c = 0, at = 0; c < count; c++) {
      for (int j = 0; j < hiddenSize(); j++, at++) {
        rows.values()[at] = principal.components().get(c, j) / standardisation.deviation()[j];
      }
    }
    return rows;
  }

  /** {@code Q}, {@code [H, K]}; its columns are the directions of the independent components. */
  public Matrix gradientMap() {
    return gradientMap;
  }

  /** Scores {@code [rows, components]} of hidden states {@code [rows, H]}. */
  public Matrix principalComponents(Matrix hidden) {
    return principal.project(standardisation.apply(hidden));
  }

  /** The first K scores, centred and scaled: what ICA is fitted to. */
  Matrix whitened(Matrix scores) {
    int k = independentCount();
    Matrix result = scores.firstColumns(k);
    for (int i = 0, at = 0; i < result.rows(); i++) {
      for (int c = 0; c < k; c++, at++) {
        result.values()[at] = (result.values()[at] - scoreMean[c]) / scoreDeviation[c];
      }
    }
    return result;
  }

  /** Independent components {@code [rows, K]} of hidden states {@code [rows, H]}. */
  public Matrix independentComponents(Matrix hidden) {
    return whitened(principalComponents(hidden)).times(unmixing.transposed());
  }

  /** Independent components of sequences of hidden states. */
  public Sequences independentComponents(Sequences hidden) {
    return Sequences.of(independentComponents(hidden.asMatrix()), hidden.steps());
  }

  /** Gradients {@code [rows, K]} with respect to the independent components, from those for h. */
  public Matrix independentGradients(Matrix gradients) {
    return gradients.times(gradientMap);
  }

  /** Gradients with respect to the principal components: {@code g diag(sigma) C^T}. */
  public Matrix principalGradients(Matrix gradients) {
    Matrix scaled = new Matrix(gradients.rows(), gradients.columns());
    for (int i = 0, at = 0; i < gradients.rows(); i++) {
      for (int j = 0; j < gradients.columns(); j++, at++) {
        scaled.values()[at] = gradients.values()[at] * standardisation.deviation()[j];
      }
    }
    return scaled.times(principal.components().transposed());
  }

  /**
   * Readout weights per independent component: {@code weights * Q}, such as which components push
   * which action.
   *
   * @param weights {@code [outputs, H]}
   * @return {@code [outputs, K]}
   */
  public Matrix readout(Matrix weights) {
    return weights.times(gradientMap);
  }
}
