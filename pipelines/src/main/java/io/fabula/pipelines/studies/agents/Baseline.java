package io.fabula.pipelines.studies.agents;

import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.agents.Policy;

/**
 * A policy that an agent is compared with.
 *
 * @param name of its column and its metrics, in snake_case
 * @param title in figures
 * @param doc what it does, in a few words
 * @param policy how it acts
 */
public record Baseline(String name, String title, String doc, Policy policy) {
  /** The name of {@link #random()}. */
  public static final String RANDOM = "random";

  /** Every available action alike. */
  public static Baseline random() {
    return new Baseline(RANDOM, "random", "uniformly random actions", PlayerPolicy.random());
  }
}
