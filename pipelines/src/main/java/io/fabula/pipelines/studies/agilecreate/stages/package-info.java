/** The stages that are the study's own. */
@NullMarked
package io.fabula.pipelines.studies.agilecreate.stages;

import org.jspecify.annotations.NullMarked;
