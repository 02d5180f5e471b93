/** What the panel shows of this study. */
@NullMarked
package io.fabula.pipelines.studies.twostage.panel;

import org.jspecify.annotations.NullMarked;
