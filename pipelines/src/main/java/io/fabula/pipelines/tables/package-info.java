/** Tables in Parquet files whose schema, version and array shapes are written in the file. */
@NullMarked
package io.fabula.pipelines.tables;

import org.jspecify.annotations.NullMarked;
