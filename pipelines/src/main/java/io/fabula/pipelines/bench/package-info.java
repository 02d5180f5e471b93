/** Measures the network engine beside PyTorch: agreement first, then time. */
@NullMarked
package io.fabula.pipelines.bench;

import org.jspecify.annotations.NullMarked;
