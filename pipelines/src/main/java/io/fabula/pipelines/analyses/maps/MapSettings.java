package io.fabula.pipelines.analyses.maps;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How states are mapped and clustered. */
public record MapSettings(
    @Meaning("most rows that are clustered and mapped; others follow them") int rows,
    @Meaning("principal components that are kept at most") int nComponentsPca,
    @Meaning("clusters that Ward's method finds") int nClusters,
    @Meaning("edges per row of the graph along which they may merge; 0 for as many as clusters")
        int neighbours,
    @Meaning("iterations of the t-SNE map") int tsneIterations,
    @Meaning("episodes or rollouts whose course is drawn") int numEpiPaths,
    @Meaning("points of a drawn map") int points)
    implements Serializable {
  public MapSettings {
    Range.within("rows", rows, 40, 20_000);
    Range.atLeast("n_components_pca", nComponentsPca, 2);
    Range.atLeast("n_clusters", nClusters, 1);
    Range.atLeast("neighbours", neighbours, 0);
    Range.within("tsne_iterations", tsneIterations, 1, 10_000);
    Range.within("num_epi_paths", numEpiPaths, 0, 24);
    Range.within("points", points, 10, 5_000);
  }
}
