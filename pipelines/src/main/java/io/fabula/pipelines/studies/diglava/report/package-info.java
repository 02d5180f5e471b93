/** What the report of the study says. */
@NullMarked
package io.fabula.pipelines.studies.diglava.report;

import org.jspecify.annotations.NullMarked;
