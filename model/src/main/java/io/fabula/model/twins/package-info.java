/**
 * Twins: copies of a recurrent agent that share a world's state and every random number and differ
 * by one intervention on what their readout or memory holds. Nothing here knows a particular world.
 */
@NullMarked
package io.fabula.model.twins;

import org.jspecify.annotations.NullMarked;
