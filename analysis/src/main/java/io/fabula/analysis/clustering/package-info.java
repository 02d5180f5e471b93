/** Behaviours: combined dynamics of agent and world, and Ward's clusters of them. */
@NullMarked
package io.fabula.analysis.clustering;

import org.jspecify.annotations.NullMarked;
