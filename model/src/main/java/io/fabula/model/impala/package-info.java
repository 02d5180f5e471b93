/**
 * The recurrent convolutional actor-critic of the interpretability study: an IMPALA encoder, a GRU,
 * a policy and a value head, over byte images.
 */
@NullMarked
package io.fabula.model.impala;

import org.jspecify.annotations.NullMarked;
