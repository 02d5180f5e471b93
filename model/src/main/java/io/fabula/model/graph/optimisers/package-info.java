/** Optimisers in PyTorch's form over flat parameters, gradients and moments. */
@NullMarked
package io.fabula.model.graph.optimisers;

import org.jspecify.annotations.NullMarked;
