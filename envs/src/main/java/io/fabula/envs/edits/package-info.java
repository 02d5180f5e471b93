/**
 * Worlds whose state can be edited for experiments: what an agent may react to, edits of it with
 * placebos, views without it, and why episodes end. Nothing here knows a particular world.
 */
@NullMarked
package io.fabula.envs.edits;

import org.jspecify.annotations.NullMarked;
