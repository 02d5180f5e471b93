/** The study's report. */
@NullMarked
package io.fabula.pipelines.studies.agilecreate.report;

import org.jspecify.annotations.NullMarked;
