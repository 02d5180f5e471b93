package io.fabula.pipelines.analyses.behaviours;

import java.io.Serializable;

/**
 * Something by which a real course is described.
 *
 * @param kind situation, actions or outcome
 * @param name in a few words
 */
record Mark(String kind, String name) implements Serializable {
  static final String SITUATION = "situation";
  static final String ACTIONS = "actions";
  static final String OUTCOME = "outcome";
}
