/** Actor-critics of linear layers, for worlds whose observations are a few numbers. */
@NullMarked
package io.fabula.model.mlp;

import org.jspecify.annotations.NullMarked;
