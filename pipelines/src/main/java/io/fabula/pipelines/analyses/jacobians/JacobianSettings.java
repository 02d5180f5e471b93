package io.fabula.pipelines.analyses.jacobians;

import io.fabula.analysis.clustering.Behaviours;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How rollouts are clustered by their gradients. */
public record JacobianSettings(
    @Meaning("step with respect to which gradients are taken; below that of the targets")
        int gradTimestep,
    @Meaning("principal components of the gradients that are kept at most") int nComponentsPca,
    @Meaning("clusters that Ward's method finds; at most one for two rollouts") int nClusters,
    @Meaning("edges per rollout of the graph along which they may merge; 0 for as many as clusters")
        int neighbours,
    @Meaning("the space of the graph and the clusters") Behaviours.Embedding embedding,
    @Meaning("random relabellings of the comparison with behaviours") int permutations,
    @Meaning("clusters that are drawn, the largest first") int shown)
    implements Serializable {
  public JacobianSettings {
    Range.atLeast("grad_timestep", gradTimestep, 0);
    Range.atLeast("n_components_pca", nComponentsPca, 3);
    Range.atLeast("n_clusters", nClusters, 1);
    Range.atLeast("neighbours", neighbours, 0);
    Range.atLeast("permutations", permutations, 19);
    Range.within("shown", shown, 1, 24);
  }
}
