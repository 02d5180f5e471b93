/** Tensors in files: safetensors, checked before a byte of it is trusted, written atomically. */
@NullMarked
package io.fabula.model.weights;

import org.jspecify.annotations.NullMarked;
