/** The settings of the study. */
@NullMarked
package io.fabula.pipelines.studies.agilecreate.settings;

import org.jspecify.annotations.NullMarked;
