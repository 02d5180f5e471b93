/** The stages of this study. */
@NullMarked
package io.fabula.pipelines.studies.scinet.stages;

import org.jspecify.annotations.NullMarked;
