/** The stages of the study. */
@NullMarked
package io.fabula.pipelines.studies.doorkey.stages;

import org.jspecify.annotations.NullMarked;
