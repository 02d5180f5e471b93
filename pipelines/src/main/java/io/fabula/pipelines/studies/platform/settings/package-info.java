/** The settings of the study. */
@NullMarked
package io.fabula.pipelines.studies.platform.settings;

import org.jspecify.annotations.NullMarked;
