/**
 * The calls of oneDNN: primitives compiled once for fixed shapes, with weights in its own layouts.
 */
@NullMarked
package io.fabula.model.graph.onednn;

import org.jspecify.annotations.NullMarked;
