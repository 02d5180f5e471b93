/** Immutable artifacts, complete when their manifest exists, and the runs that made them. */
@NullMarked
package io.fabula.pipelines.store;

import org.jspecify.annotations.NullMarked;
