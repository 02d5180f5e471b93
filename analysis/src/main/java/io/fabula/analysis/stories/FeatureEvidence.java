package io.fabula.analysis.stories;

import java.util.List;

/**
 * What a feature's story rests on.
 *
 * @param total what seeing it is worth
 * @param edits how edits of it move the state; may be empty, for placebos above all
 */
public record FeatureEvidence(TotalEffect total, List<Relevance> edits) {
  public FeatureEvidence {
    edits = List.copyOf(edits);
  }
}
