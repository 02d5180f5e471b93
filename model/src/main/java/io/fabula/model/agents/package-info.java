/** Agents: recurrent convolutional actor-critics, how they act, and how well they play. */
@NullMarked
package io.fabula.model.agents;

import org.jspecify.annotations.NullMarked;
