/** What the panel shows of a run of the phases, in any world whose objects can be seen. */
@NullMarked
package io.fabula.pipelines.mediation.panel;

import org.jspecify.annotations.NullMarked;
