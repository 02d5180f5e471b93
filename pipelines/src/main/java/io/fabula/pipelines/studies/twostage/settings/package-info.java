/** The settings of the study. */
@NullMarked
package io.fabula.pipelines.studies.twostage.settings;

import org.jspecify.annotations.NullMarked;
