/** Stages of the study {@code agile-recsim}. */
@NullMarked
package io.fabula.pipelines.studies.agilerecsim.stages;

import org.jspecify.annotations.NullMarked;
