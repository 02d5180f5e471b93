/** Rollouts in which a component is extreme, and how components move together in them. */
@NullMarked
package io.fabula.pipelines.analyses.extremes;

import org.jspecify.annotations.NullMarked;
