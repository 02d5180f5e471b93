/**
 * Q-PAMDP (Masson, Ranchod and Konidaris 2016): values of actions by SARSA and policies of their
 * parameters by a natural policy gradient, in turns; a baseline for agents that learn both at once.
 */
@NullMarked
package io.fabula.model.qpamdp;

import org.jspecify.annotations.NullMarked;
