/**
 * The network engine: a closed vocabulary of differentiable operations, compiled per shape to
 * static plans over native memory. {@code docs/engine.md} describes it. Rooms below it: {@code
 * memory} and {@code onednn} carry it, {@code ops} and {@code optimisers} stand on it.
 */
@NullMarked
package io.fabula.model.graph;

import org.jspecify.annotations.NullMarked;
