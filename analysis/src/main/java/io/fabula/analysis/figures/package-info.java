/** Figures as SVG and PNG in one look, each with its numbers as CSV. */
@NullMarked
package io.fabula.analysis.figures;

import org.jspecify.annotations.NullMarked;
