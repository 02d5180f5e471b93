package io.fabula.analysis.stories;

/**
 * How far an edit of the world and its placebo move an agent's state.
 *
 * @param episode from which the state comes; states of one episode are not independent
 * @param edited norm of the change under the edit, at least 0
 * @param placebo norm of the change under the placebo, at least 0
 */
public record EditResponse(long episode, double edited, double placebo) {
  public EditResponse {
    if (!(edited >= 0 && edited < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("edited must be at least 0 and finite, got " + edited);
    }
    if (!(placebo >= 0 && placebo < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("placebo must be at least 0 and finite, got " + placebo);
    }
  }
}
