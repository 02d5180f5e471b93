/** Studies as chains of Beam stages, with the store, the command line and the report. */
@NullMarked
package io.fabula.pipelines;

import org.jspecify.annotations.NullMarked;
