/**
 * Worlds whose states are the combinations of a few whole-numbered coordinates, so that all of them
 * can be listed, begun from and asked about.
 */
@NullMarked
package io.fabula.envs.coordinates;

import org.jspecify.annotations.NullMarked;
