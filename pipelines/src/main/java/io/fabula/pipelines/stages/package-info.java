/** Stages, the plan of what has to run and why, and its execution as one Beam pipeline. */
@NullMarked
package io.fabula.pipelines.stages;

import org.jspecify.annotations.NullMarked;
