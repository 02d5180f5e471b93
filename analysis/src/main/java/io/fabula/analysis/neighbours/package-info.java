/** Exact nearest neighbours by Euclidean distance. */
@NullMarked
package io.fabula.analysis.neighbours;

import org.jspecify.annotations.NullMarked;
