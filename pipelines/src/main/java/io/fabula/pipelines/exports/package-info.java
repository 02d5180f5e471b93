/** Recorded episodes as other libraries for reinforcement learning keep them. */
@NullMarked
package io.fabula.pipelines.exports;

import org.jspecify.annotations.NullMarked;
