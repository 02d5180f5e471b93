/** The study {@code diglava}: the three phases of mediation on Dig Lava. */
@NullMarked
package io.fabula.pipelines.studies.diglava;

import org.jspecify.annotations.NullMarked;
