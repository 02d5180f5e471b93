/**
 * The learned world: a differentiable simulator of an environment with the frozen agent inside, its
 * training, free running, gradients and prediction quality.
 */
@NullMarked
package io.fabula.model.simulator;

import org.jspecify.annotations.NullMarked;
