/** The study {@code agile-recsim}: agents that show slates out of what is on offer. */
@NullMarked
package io.fabula.pipelines.studies.agilerecsim;

import org.jspecify.annotations.NullMarked;
