/** The tables and files of this study. */
@NullMarked
package io.fabula.pipelines.studies.scinet.tables;

import org.jspecify.annotations.NullMarked;
