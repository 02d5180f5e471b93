/** The interactive page of a run: served on this machine, or written as files. */
@NullMarked
package io.fabula.pipelines.panel;

import org.jspecify.annotations.NullMarked;
