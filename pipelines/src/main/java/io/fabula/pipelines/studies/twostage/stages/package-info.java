/** The stages of the study. */
@NullMarked
package io.fabula.pipelines.studies.twostage.stages;

import org.jspecify.annotations.NullMarked;
