/** The settings of the study. */
@NullMarked
package io.fabula.pipelines.studies.doorkey.settings;

import org.jspecify.annotations.NullMarked;
