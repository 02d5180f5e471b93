package io.fabula.envs.create.drawing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside a picture of the scene.
 *
 * @param title name of the world and the level
 * @param status steps and rewards so far
 * @param success what was achieved; empty for nothing
 * @param completed whether the goal was reached
 * @param tools the tools on offer
 */
public record SidePanel(
    String title, String status, String success, boolean completed, List<Row> tools) {
  public SidePanel {
    tools = List.copyOf(tools);
  }

  /**
   * A tool on offer.
   *
   * @param activator the activator that it is or needs; null if it needs none
   * @param isActivator whether it is the activator itself
   * @param label its family
   * @param details its angle, length, force or speed
   * @param usable whether what it needs is on offer, too
   */
  public record Row(
      @Nullable Appearance activator,
      boolean isActivator,
      String label,
      String details,
      boolean usable) {}
}
