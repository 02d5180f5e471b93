package io.fabula.envs.subgrid;

/** What the agent sees of the sub-grid world. */
public enum View {
  /** One number per coordinate value of each axis, three of them 1: {@code [N + M + L]}. */
  ONE_HOT,
  /** The three coordinates: {@code [3]}. */
  POSITION,
  /** Voxels, 7 x 7 x 7 per cell, with walls and agent: {@code [7N, 7M, 7L]}, 0 to 1. */
  VOXELS
}
