package io.fabula.pipelines.analyses.behaviours;

import io.fabula.envs.edits.EditableWorld;
import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.tables.TableReader;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes behaviours, which are clusters of simulated rollouts, by what happened in the real
 * world after the frames that the rollouts began from: what was near, what the agent did, and how
 * it ended. Recorded episodes are played once more, since only the world knows that.
 *
 * @param name of the stage
 * @param sources what it reads
 * @param options how behaviours are described
 */
public record DescribeBehaviours(String name, Sources sources, Options options) implements Stage {
  /**
   * The stages that it reads.
   *
   * @param rollouts recorded episodes
   * @param samples simulated rollouts that began from them
   * @param behaviours their clusters
   */
  public record Sources(String rollouts, String samples, String behaviours)
      implements Serializable {}

  /**
   * What decides the description beside the inputs.
   *
   * @param seed root seed
   * @param subject the world
   * @param contextFrames recorded frames that each rollout began from
   * @param meaning how behaviours are described
   */
  public record Options(long seed, Subject subject, int contextFrames, MeaningSettings meaning)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(sources.rollouts(), sources.samples(), sources.behaviours());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    EditableWorld world = options.subject().newWorld();
    int[] clusters = BehaviourTable.read(work.input(sources.behaviours()));
    Map<Integer, TreeMap<Integer, Integer>> beginnings =
        beginnings(work.input(sources.samples()), clusters.length);
    Artifact rollouts = work.input(sources.rollouts());
    RealCourse course = new RealCourse(world, options.meaning(), rollouts.location());
    double[][] marks = new double[clusters.length][];
    int[] done = new int[1];
    new RolloutReader(rollouts, "observation", "action")
        .read(
            beginnings.keySet(),
            (episode, rows) -> {
              TreeMap<Integer, Integer> own =
                  beginnings.getOrDefault(episode.episode(), new TreeMap<>());
              course.marks(episode, rows, own).forEach((id, values) -> marks[id] = values);
              work.progress(++done[0], beginnings.size(), "episodes");
            });
    new MeaningTable(RealCourse.known(world), options).write(work, clusters, marks);
  }

  /** Steps of recorded episodes at which rollouts begin: by episode, then by rollout. */
  private Map<Integer, TreeMap<Integer, Integer>> beginnings(Artifact samples, int count) {
    Map<Integer, TreeMap<Integer, Integer>> beginnings = new TreeMap<>();
    List<Path> files = new ArrayList<>(samples.files("inits/"));
    for (Path file : files) {
      int width = TableReader.header(file).shape("bottleneck").get(0);
      TableReader.forEach(
          file,
          SimulatedTables.inits(width).only("sample_id", "source_episode", "source_t"),
          row -> {
            int id = row.integer("sample_id");
            if (id >= count) return;
            beginnings
                .computeIfAbsent(row.integer("source_episode"), key -> new TreeMap<>())
                .put(id, Math.max(0, row.integer("source_t") + options.contextFrames() - 1));
          });
    }
    return beginnings;
  }
}
