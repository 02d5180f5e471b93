/**
 * CREATE: a physics puzzle in which a ball must be brought to a goal by placing tools out of a set
 * that changes from episode to episode (Jain et al. 2020, "Generalization to New Actions in
 * Reinforcement Learning"), in the version where tools need a matching activator (Jain et al. 2022,
 * "Know Your Action Set").
 */
@NullMarked
package io.fabula.envs.create;

import org.jspecify.annotations.NullMarked;
