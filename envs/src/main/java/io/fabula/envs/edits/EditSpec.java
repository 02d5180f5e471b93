package io.fabula.envs.edits;

/**
 * An edit of the state that adds or removes a feature ahead of the agent, and its placebo: a change
 * of about as many pixels where it should not matter.
 *
 * @param name lower case with dashes
 * @param feature name of the feature that it adds or removes
 * @param adds whether it adds the feature; otherwise it removes it
 * @param description what it does, in a few words
 * @param placebo what its placebo does
 */
public record EditSpec(
    String name, String feature, boolean adds, String description, String placebo) {
  public EditSpec {
    Names.check("edit", name);
    Names.check("feature", feature);
  }
}
