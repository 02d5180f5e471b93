package io.fabula.envs.subgrid;

/**
 * A cell of a {@link Plane}; in the box it is a whole row of cells along the free axis.
 *
 * @param first coordinate on the plane's first axis
 * @param second coordinate on the plane's second axis
 */
public record PlaneCell(int first, int second) {}
