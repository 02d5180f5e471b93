/**
 * Shapes, tensors in native memory, and the loops over them: what every other room of the engine
 * stands on.
 */
@NullMarked
package io.fabula.model.graph.memory;

import org.jspecify.annotations.NullMarked;
