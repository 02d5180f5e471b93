/** Twins of recorded moments that are played while somebody waits. */
@NullMarked
package io.fabula.pipelines.panel.live;

import org.jspecify.annotations.NullMarked;
