/**
 * Fixed-length windows cut from recorded episodes: what the simulator is trained and started on.
 */
@NullMarked
package io.fabula.model.windows;

import org.jspecify.annotations.NullMarked;
