/** The settings of the study. */
@NullMarked
package io.fabula.pipelines.studies.agilegrid.settings;

import org.jspecify.annotations.NullMarked;
