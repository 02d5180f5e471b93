package io.fabula.envs.edits;

import java.util.List;
import java.util.Optional;

/**
 * Reads what a world's state holds and edits it without a step. Edits never touch the world's
 * random generators: two worlds that differ by an edit draw the same numbers, step for step. An
 * edited world is observed, stepped and restored like any other; a {@code snapshot()} taken before
 * undoes an edit.
 *
 * <p>Features and edits are asked for by name.
 */
public interface WorldEditor {
  /** What an agent may react to, placebos included; fixed for the life of the world. */
  List<FeatureSpec> features();

  /** The edits that this world knows; fixed for the life of the world. */
  List<EditSpec> edits();

  /** All causes by which an episode can end; fixed for the life of the world. */
  List<EndingCause> causes();

  /** Whether the nearest occurrence of a feature is in view, and how far away. */
  Sighting sight(String feature);

  /**
   * Whether the state allows an edit and its placebo both, so that they can be compared.
   *
   * @param edit the name of one of {@link #edits()}
   */
  boolean allows(String edit);

  /**
   * Makes an edit, or its placebo.
   *
   * @param edit the name of one of {@link #edits()}
   * @return how many objects or cells it changed, at least 1
   * @throws IllegalStateException if the state does not allow it; nothing has changed then
   */
  int apply(String edit, EditVariant variant);

  /** Whether there is any of a feature in the whole world, in view or not. */
  boolean has(String feature);

  /**
   * Removes a feature from the whole world.
   *
   * @return whether there was any of it
   */
  boolean removeAll(String feature);

  /**
   * Writes the observation that the state would give without a feature, everywhere in the world;
   * the state stays as it is. Bytes, for byte-valued worlds.
   *
   * @return whether there is any of the feature in the world
   */
  boolean observeWithout(String feature, byte[] target, int offset);

  /** The same as numbers; bytes as 0 to 255. */
  boolean observeWithout(String feature, float[] target, int offset);

  /** Why the episode ended; empty while it goes on. */
  Optional<EndingCause> cause();

  /** Where the agent is. */
  AgentPlace place();

  /** Moves the agent to a place; its velocity and direction stay as they are. */
  void moveAgent(AgentPlace place);

  /** The phases of {@link #phase()}, at least one. */
  List<String> phases();

  /** In what situation of its own the agent is, such as on the ground or falling. */
  String phase();

  /** What {@link #footing()} tells apart; empty in worlds that do not. */
  default List<String> footings() {
    return List.of();
  }

  /** What the agent stands on, one of {@link #footings()}; empty while it stands on nothing. */
  default Optional<String> footing() {
    return Optional.empty();
  }

  /** Names of the numbers that {@link #measure} writes. */
  List<String> measures();

  /** Describes the state in numbers, {@code [measures().size()]} from {@code offset}. */
  void measure(float[] target, int offset);

  /** Actions that mean the same to a person; every action is in exactly one group. */
  List<ActionGroup> actionGroups();

  /** The feature of a name. */
  default FeatureSpec feature(String name) {
    return features().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "feature must be one of "
                        + features().stream().map(FeatureSpec::name).toList()
                        + ", got "
                        + name));
  }

  /** The edit of a name. */
  default EditSpec edit(String name) {
    return edits().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "edit must be one of "
                        + edits().stream().map(EditSpec::name).toList()
                        + ", got "
                        + name));
  }
}
