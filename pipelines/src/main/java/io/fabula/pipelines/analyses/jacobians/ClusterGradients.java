package io.fabula.pipelines.analyses.jacobians;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.clustering.Behaviours;
import io.fabula.analysis.clustering.PartitionAgreement;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.analyses.saliency.SampleGradients;
import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Clusters simulated rollouts by what their components depend on at an earlier step, the other way
 * of finding behaviours: gradients of all components with respect to agent and simulator, instead
 * of where both are and how they move. The two ways are compared.
 *
 * @param name of the stage
 * @param sources what it reads
 * @param options how rollouts are clustered
 */
public record ClusterGradients(String name, Sources sources, Options options) implements Stage {
  /**
   * The stages that it reads.
   *
   * @param saliency gradients of all components
   * @param samples simulated rollouts
   * @param behaviours their clusters by dynamics
   */
  public record Sources(String saliency, String samples, String behaviours)
      implements Serializable {}

  /**
   * What decides the clusters beside the gradients.
   *
   * @param seed root seed
   * @param jacobian how rollouts are clustered
   */
  public record Options(long seed, JacobianSettings jacobian) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(sources.saliency(), sources.samples(), sources.behaviours());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    JacobianSettings settings = options.jacobian();
    List<SampleGradients> samples =
        SampleGradients.read(work.input(sources.saliency()), settings.gradTimestep());
    boolean map = settings.embedding() == Behaviours.Embedding.TSNE;
    int least = map ? Tsne.Options.BEHAVIOURS.dimensions() + 2 : 3;
    if (samples.size() < least) {
      throw new WorkProblem(
          "clusters of gradients need those of at least %d rollouts, got %d; raise"
                  .formatted(least, samples.size())
              + " analyses.saliency.sample_ids");
    }
    Matrix rows = rows(samples);
    Matrix standardised = Standardisation.fit(rows).apply(rows);
    PrincipalComponents fit =
        PrincipalComponents.fitWide(
            standardised, new PrincipalComponents.Options(settings.nComponentsPca()));
    Matrix scores = fit.project(standardised);
    Matrix points = map ? Tsne.fit(scores, mapOptions(scores.rows())).points() : scores;
    int clusters = Math.min(settings.nClusters(), points.rows() / 2);
    int neighbours = settings.neighbours() == 0 ? clusters : settings.neighbours();
    WardClustering ward =
        WardClustering.fit(points, new WardClustering.Options(clusters, neighbours));
    int[] behaviours = behaviours(work, samples);
    PartitionAgreement agreement =
        PartitionAgreement.of(
            ward.labels(),
            behaviours,
            settings.permutations(),
            Seeds.of(options.seed(), "gradient clusters"));
    List<GradientClusters.Cluster> found = GradientClusters.of(samples, ward);
    GradientClusters.write(work, samples, ward, points, behaviours, found);
    GradientClusters.draw(work, settings, fit, points, ward, behaviours, found);
    work.metric("samples", samples.size());
    work.metric("clusters", clusters);
    work.metric("components_for_95_percent", fit.countAbove(0.95));
    work.metric("rand_with_behaviours", agreement.index());
    work.metric("p_with_behaviours", agreement.pValue());
  }

  private Tsne.Options mapOptions(int rows) {
    Tsne.Options usual = Tsne.Options.BEHAVIOURS;
    return new Tsne.Options(
        usual.dimensions(),
        Math.max(1, Math.min(usual.perplexity(), (rows - 1) / 3.0)),
        usual.iterations(),
        usual.exaggeration(),
        usual.exactRows(),
        usual.angle(),
        usual.starts(),
        Seeds.of(options.seed(), "gradient map"));
  }

  /** The gradients of a rollout as one row. */
  private static Matrix rows(List<SampleGradients> samples) {
    int width = samples.get(0).gradients().values().length;
    Matrix rows = new Matrix(samples.size(), width);
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(samples.get(i).gradients().values(), 0, rows.values(), i * width, width);
    }
    return rows;
  }

  private int[] behaviours(ShardWork work, List<SampleGradients> samples) {
    int[] clusters = BehaviourTable.read(work.input(sources.behaviours()));
    int[] ids = SimulatedRollout.read(work.input(sources.samples()), clusters.length).sampleIds();
    int[] found = new int[samples.size()];
    for (int i = 0; i < found.length; i++) {
      int place = Arrays.binarySearch(ids, samples.get(i).sample());
      if (place < 0) {
        throw new WorkProblem(
            "rollout %d has no behaviour; lower analyses.saliency.sample_ids or raise"
                    .formatted(samples.get(i).sample())
                + " behaviours.samples");
      }
      found[i] = clusters[place];
    }
    return found;
  }
}
