/**
 * Worlds small enough to be written down as a table: sampled as environments, and evaluated exactly
 * together with an event that may mediate a policy's effect.
 */
@NullMarked
package io.fabula.envs.tabular;

import org.jspecify.annotations.NullMarked;
