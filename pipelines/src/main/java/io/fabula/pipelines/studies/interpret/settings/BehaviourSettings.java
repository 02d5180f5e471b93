package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.analysis.clustering.Behaviours;
import io.fabula.analysis.clustering.CombinedDynamics;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/**
 * How behaviours are found.
 *
 * @param samples at most so many simulated rollouts are looked at
 * @param worldPcs principal components of the simulator's state that count
 * @param differences time differences of the combined dynamics, steps
 * @param clip largest magnitude of a state's number
 * @param pcs principal components of the rows
 * @param clusters number of behaviours
 * @param neighbours edges per row of the graph along which clusters may merge
 * @param embedding the space of the graph and the clusters
 */
public record BehaviourSettings(
    int samples,
    int worldPcs,
    List<Integer> differences,
    double clip,
    int pcs,
    int clusters,
    int neighbours,
    Behaviours.Embedding embedding)
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
  }

  public Behaviours.Options options() {
    return new Behaviours.Options(
        new CombinedDynamics.Options(differences, clip),
        pcs,
        new WardClustering.Options(clusters, neighbours),
        embedding,
        Tsne.Options.PUBLISHED);
  }
}
