/** Whether what a simulator learned depends on the agent that acts in it. */
@NullMarked
package io.fabula.pipelines.analyses.policies;

import org.jspecify.annotations.NullMarked;
