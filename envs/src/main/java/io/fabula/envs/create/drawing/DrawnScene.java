package io.fabula.envs.create.drawing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of an episode as they are drawn. */
public interface DrawnScene {
  /** The ball that must reach the goal. */
  DrawnObject target();

  DrawnObject goal();

  /** The ball that must set the target in motion; null in levels without one. */
  @Nullable DrawnObject marker();

  /** The level's other objects that are still there. */
  List<? extends DrawnObject> scenery();

  /** Tools and activators, in placing order. */
  List<? extends DrawnObject> placed();
}
