/** What the report of the study says. */
@NullMarked
package io.fabula.pipelines.studies.twostage.report;

import org.jspecify.annotations.NullMarked;
