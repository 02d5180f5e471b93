/** The report of the study {@code agile-recsim}. */
@NullMarked
package io.fabula.pipelines.studies.agilerecsim.report;

import org.jspecify.annotations.NullMarked;
