/**
 * Worlds behind one interface: deterministic from their seed, exactly restorable, rendered apart.
 */
@NullMarked
package io.fabula.envs;

import org.jspecify.annotations.NullMarked;
