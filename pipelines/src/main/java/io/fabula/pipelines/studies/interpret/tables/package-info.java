/** The data sets of this study that several stages share. */
@NullMarked
package io.fabula.pipelines.studies.interpret.tables;

import org.jspecify.annotations.NullMarked;
