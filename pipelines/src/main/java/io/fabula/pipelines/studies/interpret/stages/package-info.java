/** The stages of this study. */
@NullMarked
package io.fabula.pipelines.studies.interpret.stages;

import org.jspecify.annotations.NullMarked;
