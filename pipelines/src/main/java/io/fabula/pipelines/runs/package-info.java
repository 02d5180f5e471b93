/** The runs in a store: what each made, how two differ, and what nobody needs any more. */
@NullMarked
package io.fabula.pipelines.runs;

import org.jspecify.annotations.NullMarked;
