/**
 * The Dig Lava grid: two rivers of lava, a set of skills that changes from episode to episode, and
 * a goal that the right skills make near.
 */
@NullMarked
package io.fabula.envs.diglava;

import org.jspecify.annotations.NullMarked;
