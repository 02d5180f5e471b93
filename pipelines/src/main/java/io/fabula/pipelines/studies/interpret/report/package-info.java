/** The report of a completed run of this study. */
@NullMarked
package io.fabula.pipelines.studies.interpret.report;

import org.jspecify.annotations.NullMarked;
