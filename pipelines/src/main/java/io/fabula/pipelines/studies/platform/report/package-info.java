/** What the study's report says. */
@NullMarked
package io.fabula.pipelines.studies.platform.report;

import org.jspecify.annotations.NullMarked;
