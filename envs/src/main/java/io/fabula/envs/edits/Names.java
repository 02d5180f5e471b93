package io.fabula.envs.edits;

/** How features, edits and causes may be called. */
final class Names {
  private Names() {}

  static void check(String what, String name) {
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          what + " must be named in lower case with dashes, got \"" + name + "\"");
    }
  }
}
