/**
 * What every agent shares: policies and the networks behind them, distributions over actions of all
 * kinds, playing, recording and evaluating episodes of any world.
 */
@NullMarked
package io.fabula.model.agents;

import org.jspecify.annotations.NullMarked;
