/** What the panel shows of this study. */
@NullMarked
package io.fabula.pipelines.studies.interpret.panel;

import org.jspecify.annotations.NullMarked;
