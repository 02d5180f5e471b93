/** How the simulator's training loss grows with the steps that it imagines. */
@NullMarked
package io.fabula.pipelines.analyses.prediction;

import org.jspecify.annotations.NullMarked;
