package io.fabula.envs.edits;

/** The edit itself, or the change that it is compared with. */
public enum EditVariant {
  EDIT,
  PLACEBO
}
