/** What in frames, agent states and simulator states a value, an action or a component rests on. */
@NullMarked
package io.fabula.pipelines.analyses.saliency;

import org.jspecify.annotations.NullMarked;
