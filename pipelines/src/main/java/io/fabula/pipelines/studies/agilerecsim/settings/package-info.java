/** Settings of the study {@code agile-recsim}. */
@NullMarked
package io.fabula.pipelines.studies.agilerecsim.settings;

import org.jspecify.annotations.NullMarked;
