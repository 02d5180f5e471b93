/** The data sets of the studies: their columns, and readers that let no torn episode pass. */
@NullMarked
package io.fabula.pipelines.datasets;

import org.jspecify.annotations.NullMarked;
