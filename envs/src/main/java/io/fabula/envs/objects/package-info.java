/**
 * Worlds whose objects can be seen apart from the agent: what a variable of the world, not of the
 * agent, may depend on.
 */
@NullMarked
package io.fabula.envs.objects;

import org.jspecify.annotations.NullMarked;
