package io.fabula.analysis.stories;

import io.fabula.analysis.causal.BootstrapInterval;

/**
 * How much more often episodes end by one cause when the agent does not see a feature.
 *
 * @param cause name of the ending
 * @param success whether it completes the world's task
 * @param base levels that end by it when the agent plays as it is
 * @param blind levels that end by it when the agent does not see the feature
 * @param change share of levels, blind less base, within -1..1
 */
public record CauseChange(
    String cause, boolean success, int base, int blind, BootstrapInterval change) {
  /** Levels that end by it only because of blindness, less those that no longer do. */
  public int added() {
    return blind - base;
  }
}
