/**
 * Standardisation, outliers, principal and independent components, and the projector made of them.
 */
@NullMarked
package io.fabula.analysis.decomposition;

import org.jspecify.annotations.NullMarked;
