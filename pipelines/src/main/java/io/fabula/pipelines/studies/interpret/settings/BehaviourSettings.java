package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.analysis.clustering.Behaviours;
import io.fabula.analysis.clustering.CombinedDynamics;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** How behaviours are found. */
public record BehaviourSettings(
    @Meaning("most simulated rollouts that are looked at") int samples,
    @Meaning("principal components of the simulator's state that count") int worldPcs,
    @Meaning("time differences of the combined dynamics, in steps") List<Integer> differences,
    @Meaning("largest magnitude of a state's number") double clip,
    @Meaning("principal components of the rows that are kept") int pcs,
    @Meaning("number of behaviours") int clusters,
    @Meaning("edges per row of the graph along which clusters may merge; 0 for no graph")
        int neighbours,
    @Meaning("the space of the graph and the clusters") Behaviours.Embedding embedding)
    implements Serializable {
  public BehaviourSettings {
    differences = List.copyOf(differences);
    Range.atLeast("samples", samples, 1);
    Range.atLeast("world_pcs", worldPcs, 1);
    for (int each : differences) Range.atLeast("differences", each, 1);
    Range.above("clip", clip, 0);
    Range.atLeast("pcs", pcs, 1);
    Range.atLeast("clusters", clusters, 1);
    Range.atLeast("neighbours", neighbours, 0);
    if (embedding == Behaviours.Embedding.TSNE) {
      Range.atLeast("pcs", pcs, Tsne.Options.BEHAVIOURS.dimensions());
    }
  }

  public Behaviours.Options options() {
    return new Behaviours.Options(
        new CombinedDynamics.Options(differences, clip),
        pcs,
        new WardClustering.Options(clusters, neighbours),
        embedding,
        Tsne.Options.BEHAVIOURS);
  }
}
