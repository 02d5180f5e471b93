/**
 * Layers and networks over sets whose size may change: relations between the members, summaries of
 * all of them, padding that changes no result. They know no world.
 */
@NullMarked
package io.fabula.model.sets;

import org.jspecify.annotations.NullMarked;
