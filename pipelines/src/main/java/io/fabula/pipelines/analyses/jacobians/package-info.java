/** Clusters of simulated rollouts by their gradients. */
@NullMarked
package io.fabula.pipelines.analyses.jacobians;

import org.jspecify.annotations.NullMarked;
