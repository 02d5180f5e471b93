/**
 * CoinRun, bit-exact to Procgen 0.10.7: levels, dynamics, seeds and monochrome frames; sprite
 * frames have its geometry and drawings of our own.
 */
@NullMarked
package io.fabula.envs.coinrun;

import org.jspecify.annotations.NullMarked;
