/** The tables that the study's stages write and read. */
@NullMarked
package io.fabula.pipelines.studies.platform.tables;

import org.jspecify.annotations.NullMarked;
