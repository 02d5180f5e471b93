/**
 * Draws CREATE: the frames that an agent sees and the pictures for people. It knows what objects
 * look like and where they are, not what they do.
 */
@NullMarked
package io.fabula.envs.create.drawing;

import org.jspecify.annotations.NullMarked;
