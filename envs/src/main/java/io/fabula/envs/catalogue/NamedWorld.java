package io.fabula.envs.catalogue;

import io.fabula.envs.Environment;
import io.fabula.envs.Player;
import java.util.function.Supplier;

/**
 * A world that can be asked for by name.
 *
 * @param <W> the world's class
 * @param name on the command line, lower case with dashes; begins with the name in the spec
 * @param description one line
 * @param page its documentation, relative to the folder {@code docs}
 * @param maker makes a world that has not begun an episode
 * @param scripted makes a player that plays it well by hand-written rules
 * @param animation how it is shown as a moving picture
 * @param target how fast it has to be
 */
public record NamedWorld<W extends Environment>(
    String name,
    String description,
    String page,
    Supplier<W> maker,
    Supplier<? extends Player<? super W>> scripted,
    Animation<W> animation,
    SpeedTarget target) {
  public NamedWorld {
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "name must be in lower case with dashes, got \"" + name + "\"");
    }
    if (description.isBlank() || description.contains("\n")) {
      throw new IllegalArgumentException(name + ": the description must be one line");
    }
  }

  /** A new world that has not begun an episode. */
  public W make() {
    return maker.get();
  }
}
