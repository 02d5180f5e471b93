/** What the panel shows of this study. */
@NullMarked
package io.fabula.pipelines.studies.doorkey.panel;

import org.jspecify.annotations.NullMarked;
