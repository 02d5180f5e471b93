/** All worlds by name, with players for them, and how fast they are. */
@NullMarked
package io.fabula.envs.catalogue;

import org.jspecify.annotations.NullMarked;
