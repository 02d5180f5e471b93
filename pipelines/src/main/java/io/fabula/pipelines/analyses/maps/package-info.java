/** Maps and clusters of the agent's states, the simulator's states and beginnings. */
@NullMarked
package io.fabula.pipelines.analyses.maps;

import org.jspecify.annotations.NullMarked;
