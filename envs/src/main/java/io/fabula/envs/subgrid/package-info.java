/**
 * The sub-grid world: a cell moves through a box in three dimensions, and a reward waits in a plane
 * that needs only two of them (Nautrup et al. 2020, "Operationally meaningful representations of
 * physical systems in neural networks").
 */
@NullMarked
package io.fabula.envs.subgrid;

import org.jspecify.annotations.NullMarked;
