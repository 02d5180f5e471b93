/** Settings of the phases, which studies of several worlds share. */
@NullMarked
package io.fabula.pipelines.mediation.settings;

import org.jspecify.annotations.NullMarked;
