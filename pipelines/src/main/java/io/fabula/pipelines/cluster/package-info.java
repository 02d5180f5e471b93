/** Flink: a cluster on this machine, what is sent to a cluster, and what a cluster must have. */
@NullMarked
package io.fabula.pipelines.cluster;

import org.jspecify.annotations.NullMarked;
