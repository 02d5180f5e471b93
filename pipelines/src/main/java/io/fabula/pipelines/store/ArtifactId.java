package io.fabula.pipelines.store;

import java.io.Serializable;

/**
 * Where an artifact belongs: what made it, and the signature of what decided it.
 *
 * @param study name of the study
 * @param stage name of the stage within its study
 * @param signature of the artifact
 */
public record ArtifactId(String study, String stage, Signature signature) implements Serializable {
  private static final String NAME = "[a-z0-9][a-z0-9-]*";

  /** Names are kebab-case, since they are directories of the store. */
  public ArtifactId {
    requireName("study", study);
    requireName("stage", stage);
  }

  /** Whether a text could be the name of a study or a stage. */
  static boolean isName(String text) {
    return text.matches(NAME);
  }

  private static void requireName(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a %s's name is lower-case letters, digits and hyphens, got %s".formatted(what, name));
    }
  }

  /** Its place below the store's directory of artifacts, of locks, or of what was set aside. */
  String path() {
    return study + "/" + stage + "/" + signature;
  }

  /** For people: {@code stage of study (signature)}. */
  @Override
  public String toString() {
    return "%s of %s (%s)".formatted(stage, study, signature);
  }
}
