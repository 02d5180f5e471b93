/** Tables of the study {@code agile-recsim}. */
@NullMarked
package io.fabula.pipelines.studies.agilerecsim.tables;

import org.jspecify.annotations.NullMarked;
