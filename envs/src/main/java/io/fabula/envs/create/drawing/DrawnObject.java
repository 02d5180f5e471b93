package io.fabula.envs.create.drawing;

import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Shape;
import org.jspecify.annotations.Nullable;

/** What a drawing needs to know of an object. */
public interface DrawnObject {
  /** How it is drawn. */
  Appearance appearance();

  /** Its outline. */
  Shape shape();

  /** Horizontal place, world units; of what moves, where it began. */
  double x();

  /** Vertical place, world units; of what moves, where it began. */
  double y();

  /** Radians. */
  double angle();

  /** Length or size, world units. */
  double size();

  /** Whether its place is that of its body. */
  boolean moves();

  /** The weight of a see-saw; null for everything else. */
  @Nullable Body weight();

  /** What a tool was brought to life by; null for everything else. */
  @Nullable Appearance livesBy();
}
