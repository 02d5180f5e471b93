package io.fabula.pipelines.analyses.maps;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How behaviours are mapped for the eye. */
public record BehaviourMapSettings(
    @Meaning("most clustered steps that are mapped; others are placed between them") int rows,
    @Meaning("iterations of the t-SNE map") int tsneIterations,
    @Meaning("points of a drawn map") int points)
    implements Serializable {
  public BehaviourMapSettings {
    Range.within("rows", rows, 40, 20_000);
    Range.within("tsne_iterations", tsneIterations, 1, 10_000);
    Range.within("points", points, 10, 5_000);
  }
}
