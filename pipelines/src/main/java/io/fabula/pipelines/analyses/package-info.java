/**
 * Analyses of a recorded recurrent agent within its learned world, beside the verdicts of stories:
 * they serve any study, and are computed when they are asked for.
 */
@NullMarked
package io.fabula.pipelines.analyses;

import org.jspecify.annotations.NullMarked;
