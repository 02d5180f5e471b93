/** Measures the network engine beside PyTorch, agreement first, then time; and its memory. */
@NullMarked
package io.fabula.pipelines.bench;

import org.jspecify.annotations.NullMarked;
