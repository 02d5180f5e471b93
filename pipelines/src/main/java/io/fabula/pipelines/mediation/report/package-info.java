/** What the three phases came to, as reports of studies show it. */
@NullMarked
package io.fabula.pipelines.mediation.report;

import org.jspecify.annotations.NullMarked;
