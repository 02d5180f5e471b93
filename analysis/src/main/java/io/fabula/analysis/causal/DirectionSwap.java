package io.fabula.analysis.causal;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.decomposition.Standardisation;
import java.util.List;

/**
 * An intervention on hidden states: movement along some directions is expressed along others, or
 * removed. With {@code delta = h_t - h_(t-1)} and c_f the amount of delta along direction f, every
 * replacement f to g takes {@code c_f dir_f} away and adds {@code c_f dir_g}; all amounts are taken
 * from the original delta.
 *
 * <p>It is one-way: a true exchange of 10 and 12 needs both 10 to 12 and 12 to 10. The action and
 * value of step t belong to the unchanged h_t; the change acts from the next step on.
 *
 * @implNote The published version used the direction to leave in place of the one to go to,
 *     returned the change instead of the state, and lost the scaling of the hidden state; none of
 *     this is reproduced.
 */
public final class DirectionSwap {
  private final List<Replacement> replacements;
  private final Matrix amounts;
  private final Matrix directions;

  /**
   * One replacement.
   *
   * @param from direction whose movement is taken away
   * @param to direction that receives it, or {@link #NOTHING}
   */
  public record Replacement(int from, int to) {
    /** In the place of a direction to go to: movement is removed. */
    public static final int NOTHING = -1;

    public Replacement {
      if (from < 0) throw new IllegalArgumentException("from must be at least 0, got " + from);
      if (to < NOTHING) {
        throw new IllegalArgumentException("to must be at least -1 (nothing), got " + to);
      }
    }

    /** Movement along {@code from} is removed. */
    public static Replacement collapse(int from) {
      return new Replacement(from, NOTHING);
    }
  }

  private DirectionSwap(List<Replacement> replacements, Matrix amounts, Matrix directions) {
    this.replacements = List.copyOf(replacements);
    this.amounts = amounts;
    this.directions = directions;
    for (Replacement each : this.replacements) {
      if (Math.max(each.from(), each.to()) >= directions.columns()) {
        throw new IllegalArgumentException(
            "directions must be below " + directions.columns() + ", got " + each);
      }
    }
  }

  /**
   * Swaps independent components: amounts are rows of J, directions columns of Q, so a removed
   * component moves by exactly 0 and others by exactly what they are given.
   */
  public static DirectionSwap ofIndependent(Projector projector, List<Replacement> replacements) {
    return new DirectionSwap(replacements, projector.jacobian(), projector.gradientMap());
  }

  /**
   * Swaps principal directions: unit columns of {@code diag(sigma) C^T}, amounts by dot product.
   * These are not orthogonal unless sigma is constant, so removal is not exact.
   */
  public static DirectionSwap ofPrincipal(
      Standardisation standardisation,
      PrincipalComponents principal,
      List<Replacement> replacements) {
    Matrix loadings = principal.components();
    int width = loadings.columns();
    Matrix directions = new Matrix(width, loadings.rows());
    for (int c = 0; c < loadings.rows(); c++) {
      double norm = 0;
      for (int j = 0; j < width; j++) {
        double value = standardisation.deviation()[j] * loadings.get(c, j);
        directions.values()[j * loadings.rows() + c] = value;
        norm += value * value;
      }
      for (int j = 0; j < width; j++) {
        directions.values()[j * loadings.rows() + c] /= Math.sqrt(norm);
      }
    }
    return new DirectionSwap(replacements, directions.transposed(), directions);
  }

  /** Amount of {@code delta} along every direction. */
  public double[] amounts(double[] delta) {
    return amounts.times(delta);
  }

  /** The directions as columns, {@code [hidden, directions]}. */
  public Matrix directions() {
    return directions;
  }

  /**
   * What is added to a state for each unit that it moved: {@code apply(h', h) = h + M (h - h')}
   * with {@code M = sum (dir_g - dir_f) amount_f^T}.
   *
   * @return {@code [hidden, hidden]}
   */
  public Matrix matrix() {
    int width = directions.rows();
    Matrix matrix = new Matrix(width, width);
    for (Replacement each : replacements) {
      if (each.from() == each.to()) continue;
      for (int i = 0; i < width; i++) {
        double target = each.to() == Replacement.NOTHING ? 0 : directions.get(i, each.to());
        double change = target - directions.get(i, each.from());
        for (int j = 0; j < width; j++) {
          matrix.values()[i * width + j] += change * amounts.get(each.from(), j);
        }
      }
    }
    return matrix;
  }

  /**
   * The state after the intervention; {@code current} itself, to the bit, if nothing is replaced.
   *
   * @param previous hidden state before the step
   * @param current hidden state after the step
   */
  public double[] apply(double[] previous, double[] current) {
    double[] result = current.clone();
    double[] delta = new double[current.length];
    for (int j = 0; j < delta.length; j++) delta[j] = current[j] - previous[j];
    double[] amount = amounts(delta);
    for (Replacement each : replacements) {
      if (each.from() == each.to()) continue;
      double c = amount[each.from()];
      for (int j = 0; j < result.length; j++) {
        double target = each.to() == Replacement.NOTHING ? 0 : directions.get(j, each.to());
        result[j] += c * (target - directions.get(j, each.from()));
      }
    }
    return result;
  }
}
