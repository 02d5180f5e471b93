/** Actor-critics that remember: a linear layer, a gated recurrent unit, policy and value. */
@NullMarked
package io.fabula.model.gru;

import org.jspecify.annotations.NullMarked;
