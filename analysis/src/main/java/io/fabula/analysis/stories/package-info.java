/**
 * Causal stories by intervention: what seeing a feature is worth, which directions of the state
 * carry it, whether the world moves the state, and the rule by which a story is shown.
 */
@NullMarked
package io.fabula.analysis.stories;

import org.jspecify.annotations.NullMarked;
