package io.fabula.envs.recsim;

/** How specificity and sub-category diversity make a CPR score. */
public enum CprOperation {
  MULTIPLY,
  ADD,
  /** Diversity minus specificity. */
  SUBTRACT;

  double apply(double specificity, double diversity) {
    return switch (this) {
      case MULTIPLY -> specificity * diversity;
      case ADD -> specificity + diversity;
      case SUBTRACT -> diversity - specificity;
    };
  }
}
