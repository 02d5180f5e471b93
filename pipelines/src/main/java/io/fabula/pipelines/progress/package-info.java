/** How far the work is: written by workers as JSON lines in the store, shown by the driver. */
@NullMarked
package io.fabula.pipelines.progress;

import org.jspecify.annotations.NullMarked;
