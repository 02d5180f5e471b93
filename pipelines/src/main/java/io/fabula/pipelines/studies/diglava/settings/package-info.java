/** The settings of the study. */
@NullMarked
package io.fabula.pipelines.studies.diglava.settings;

import org.jspecify.annotations.NullMarked;
