/**
 * Seeds, and generators whose whole state can be saved: our own stream and those that worlds must
 * reproduce.
 */
@NullMarked
package io.fabula.envs.random;

import org.jspecify.annotations.NullMarked;
