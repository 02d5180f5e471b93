/** Stages done in pieces by processes that come and go: so many episodes, save, exit, repeat. */
@NullMarked
package io.fabula.pipelines.chunks;

import org.jspecify.annotations.NullMarked;
