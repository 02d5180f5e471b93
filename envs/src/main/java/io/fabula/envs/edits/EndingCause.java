package io.fabula.envs.edits;

/**
 * Why an episode ended.
 *
 * @param name lower case with dashes
 * @param description in a few words
 * @param success whether the world's task was completed by it
 */
public record EndingCause(String name, String description, boolean success) {
  public EndingCause {
    Names.check("cause", name);
  }
}
