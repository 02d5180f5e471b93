/**
 * Causal stories by intervention as stages: play by twins that do not see a feature, edits of the
 * world, pushes of components, and the verdicts. For any recurrent agent over discrete actions in
 * any world that can be edited; nothing here knows a particular one.
 */
@NullMarked
package io.fabula.pipelines.stories;

import org.jspecify.annotations.NullMarked;
