/** What the report of the study says. */
@NullMarked
package io.fabula.pipelines.studies.doorkey.report;

import org.jspecify.annotations.NullMarked;
