package io.fabula.envs.edits;

import java.util.List;

/**
 * Something in a world that an agent may react to.
 *
 * @param name lower case with dashes
 * @param description what it is, in a few words
 * @param causes names of the endings that it brings about; empty if none belongs to it
 * @param placebo whether it is a placebo: as visible as another feature but of no use to an agent
 */
public record FeatureSpec(String name, String description, List<String> causes, boolean placebo) {
  public FeatureSpec {
    causes = List.copyOf(causes);
    Names.check("feature", name);
  }
}
