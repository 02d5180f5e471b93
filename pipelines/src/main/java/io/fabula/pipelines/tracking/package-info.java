/** Runs of any study as those of MLflow: sent to a server, or written as files that it reads. */
@NullMarked
package io.fabula.pipelines.tracking;

import org.jspecify.annotations.NullMarked;
