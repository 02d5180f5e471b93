/** The options of the original programs of the study {@code agile-recsim}, as its settings. */
@NullMarked
package io.fabula.pipelines.studies.agilerecsim.originals;

import org.jspecify.annotations.NullMarked;
