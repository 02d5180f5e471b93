/** Beginnings that nobody recorded: between two others, or such that a target becomes large. */
@NullMarked
package io.fabula.pipelines.analyses.generation;

import org.jspecify.annotations.NullMarked;
