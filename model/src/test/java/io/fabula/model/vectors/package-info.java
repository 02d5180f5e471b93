/** Test vectors of the networks, the formulas that they name, and how near results must come. */
@NullMarked
package io.fabula.model.vectors;

import org.jspecify.annotations.NullMarked;
