package io.fabula.envs.create;

/** What an object is for. */
enum ObjectRole {
  /** The ball that must reach the goal. */
  TARGET,
  /** The ball that must set the target in motion, in the levels that have one. */
  MARKER,
  /** A ball or box that belongs to the level. */
  LOOSE,
  GOAL,
  /** A station for the target. */
  TARGET_STATION,
  /** A station for the marker. */
  MARKER_STATION,
  /** Something immovable or hinged that belongs to the level. */
  SCENERY,
  TOOL,
  ACTIVATOR
}
