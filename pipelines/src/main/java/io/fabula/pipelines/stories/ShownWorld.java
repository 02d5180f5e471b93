package io.fabula.pipelines.stories;

import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.edits.EditableWorld;
import java.util.Optional;

/** A world as it is shown: images are what the agent observes; others are drawn for people. */
public final class ShownWorld {
  private ShownWorld() {}

  /** What the agent observes, if that is a picture. */
  static Optional<ObservationSpace.Image> image(EditableWorld world) {
    return world.spec().observations() instanceof ObservationSpace.Image space
            && space.byteValued()
            && space.channels() == 3
        ? Optional.of(space)
        : Optional.empty();
  }

  /** The world as it is. */
  public static Picture picture(EditableWorld world) {
    Optional<ObservationSpace.Image> space = image(world);
    if (space.isEmpty()) return world.render();
    byte[] pixels = new byte[space.get().size()];
    world.observe(pixels, 0);
    return new Picture(space.get().width(), space.get().height(), pixels);
  }

  /** What the agent would observe without a feature, where it observes pictures. */
  static Picture pictureWithout(EditableWorld world, String feature) {
    ObservationSpace.Image space = image(world).orElseThrow();
    byte[] pixels = new byte[space.size()];
    world.editor().observeWithout(feature, pixels, 0);
    return new Picture(space.width(), space.height(), pixels);
  }
}
