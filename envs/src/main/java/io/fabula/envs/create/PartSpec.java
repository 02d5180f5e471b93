package io.fabula.envs.create;

import io.fabula.envs.create.drawing.Appearance;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Joint;
import io.fabula.envs.create.physics.Shape;
import java.util.List;

/**
 * What an object consists of, before it has a role.
 *
 * @param x where it is put, world units
 * @param y where it is put, world units
 * @param angle radians
 * @param size length or size, world units
 * @param solid whether it pushes back when active
 * @param bodies of its own, first that of its shape; empty if it hangs on the ground
 */
record PartSpec(
    Appearance appearance,
    Shape shape,
    double x,
    double y,
    double angle,
    double size,
    boolean solid,
    Behaviour behaviour,
    List<Body> bodies,
    List<Joint> joints) {}
