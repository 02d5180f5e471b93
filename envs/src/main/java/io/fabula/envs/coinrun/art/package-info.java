/** The drawings of CoinRun: our own, computed from shapes, the same pixels on every machine. */
@NullMarked
package io.fabula.envs.coinrun.art;

import org.jspecify.annotations.NullMarked;
