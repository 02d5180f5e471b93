/** Which Fabula this is: its version and the commit that it was built from. */
@NullMarked
package io.fabula.pipelines.release;

import org.jspecify.annotations.NullMarked;
