/**
 * Layers, losses, distributions and initial weights, composed of the vocabulary in {@code
 * model.graph}.
 */
@NullMarked
package io.fabula.model.graph.ops;

import org.jspecify.annotations.NullMarked;
