/** Studies: chains of stages with their settings and profiles. */
@NullMarked
package io.fabula.pipelines.studies;

import org.jspecify.annotations.NullMarked;
