package io.fabula.envs.catalogue;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.Picture;
import java.util.function.Consumer;

/**
 * How a world's steps become frames.
 *
 * @param <W> the world's class
 * @param framesPerSecond at which the world moves at a pace that a person can follow
 * @param stepping takes a step and shows what happens in it
 */
public record Animation<W extends Environment>(int framesPerSecond, Stepping<W> stepping) {
  public Animation {
    if (framesPerSecond < 1 || framesPerSecond > 60) {
      throw new IllegalArgumentException(
          "framesPerSecond must be within 1..60, got " + framesPerSecond);
    }
  }

  /** Takes a step and shows what happens in it. */
  @FunctionalInterface
  public interface Stepping<W extends Environment> {
    /**
     * Takes one step of {@code world}.
     *
     * @param frames receives at least one picture, in order; the last shows the state after the
     *     step
     */
    void step(W world, Action action, Consumer<Picture> frames);
  }

  /** One frame per step. */
  public static <W extends Environment> Animation<W> ofSteps(int framesPerSecond) {
    return new Animation<>(
        framesPerSecond,
        (world, action, frames) -> {
          world.step(action);
          frames.accept(world.render());
        });
  }
}
