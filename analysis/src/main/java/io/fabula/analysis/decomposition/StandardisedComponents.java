package io.fabula.analysis.decomposition;

import io.fabula.analysis.Matrix;
import java.io.Serializable;

/**
 * Principal components of rows whose columns are standardised first.
 *
 * @param standardisation of the columns
 * @param principal components of the standardised rows
 */
public record StandardisedComponents(Standardisation standardisation, PrincipalComponents principal)
    implements Serializable {
  /** Scores {@code [rows, components]} of rows that are not standardised. */
  public Matrix project(Matrix rows) {
    return principal.project(standardisation.apply(rows));
  }
}
