/** The study's report. */
@NullMarked
package io.fabula.pipelines.studies.agilegrid.report;

import org.jspecify.annotations.NullMarked;
