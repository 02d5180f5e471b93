/**
 * Platform: a runner crosses two gaps past two patrolling enemies by running, hopping and leaping,
 * each with a real parameter (Masson, Ranchod and Konidaris 2016).
 */
@NullMarked
package io.fabula.envs.platform;

import org.jspecify.annotations.NullMarked;
