/** What the report of this study says. */
@NullMarked
package io.fabula.pipelines.studies.scinet.report;

import org.jspecify.annotations.NullMarked;
