/** Worlds for other programs: one world in this process, played over two byte streams. */
@NullMarked
package io.fabula.pipelines.worker;

import org.jspecify.annotations.NullMarked;
