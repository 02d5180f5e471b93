/** What clusters of simulated rollouts are about in the real world. */
@NullMarked
package io.fabula.pipelines.analyses.behaviours;

import org.jspecify.annotations.NullMarked;
