/** The stages of the study. */
@NullMarked
package io.fabula.pipelines.studies.platform.stages;

import org.jspecify.annotations.NullMarked;
