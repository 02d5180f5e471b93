/**
 * What changes of the set of available actions do to agents in states of their own episodes: shared
 * by the studies whose sets change.
 */
@NullMarked
package io.fabula.pipelines.studies.actionsets;

import org.jspecify.annotations.NullMarked;
