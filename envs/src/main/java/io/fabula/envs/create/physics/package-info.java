/** A small two-dimensional rigid-body engine: sequential impulses, joints, sensors and sleep. */
@NullMarked
package io.fabula.envs.create.physics;

import org.jspecify.annotations.NullMarked;
