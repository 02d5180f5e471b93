package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.clustering.ModalClusters;
import io.fabula.analysis.video.Clip;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One example of each behaviour, beside what was recorded from the same beginning, with what its
 * samples do in words: the first of the samples with the most steps in the cluster.
 */
final class BehaviourClips {
  private static final int ACTIONS_SHOWN = 3;

  /** What the samples of a behaviour do. */
  private static final class Doings {
    private int samples;
    private int steps;
    private double reward;
    private final Map<Integer, Integer> actions = new TreeMap<>();
  }

  private BehaviourClips() {}

  /**
   * Writes the clips.
   *
   * @param simulated the artifact of the simulated rollouts
   * @param illustration what they are shown beside
   * @param ids of the samples
   * @param samples their behaviours
   * @param rowsPerSample how many steps of each were clustered
   */
  static void write(
      ShardWork work,
      Artifact simulated,
      ClusterBehaviours.Illustration illustration,
      int[] ids,
      ModalClusters samples,
      int rowsPerSample)
      throws Exception {
    Map<Integer, Integer> best = new TreeMap<>();
    Map<Integer, Integer> behaviours = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      int behaviour = samples.clusters()[i];
      behaviours.put(ids[i], behaviour);
      Integer before = best.get(behaviour);
      if (before == null || samples.votes()[i] > samples.votes()[before]) best.put(behaviour, i);
    }
    Map<Integer, Integer> examples = new TreeMap<>();
    best.forEach((behaviour, i) -> examples.put(ids[i], i));
    Artifact rollouts = work.input(illustration.rollouts());
    Map<Integer, RolloutStart> beginnings =
        RolloutStart.read(
            simulated.files("inits/"), illustration.contextFrames(), examples::containsKey);
    List<Path> files = simulated.files("samples/");
    Map<Integer, Doings> doings = doings(files, behaviours);
    List<String> names = new RolloutReader(rollouts, "action").spaces().action().names();
    for (Map.Entry<Integer, Clip> each :
        Clips.besideRecorded(rollouts, files, beginnings).entrySet()) {
      int sample = Objects.requireNonNull(examples.get(each.getKey()));
      int behaviour = samples.clusters()[sample];
      String example =
          "Shown: %d of %d clustered steps, begins at %s."
              .formatted(
                  samples.votes()[sample],
                  rowsPerSample,
                  Objects.requireNonNull(beginnings.get(each.getKey())).words());
      Clips.write(
          work,
          "behaviour-%02d".formatted(behaviour),
          each.getValue(),
          new FigureCaption(
              "Behaviour " + behaviour,
              words(Objects.requireNonNull(doings.get(behaviour)), names) + " " + example));
    }
  }

  private static Map<Integer, Doings> doings(List<Path> files, Map<Integer, Integer> behaviours) {
    Map<Integer, Doings> doings = new TreeMap<>();
    TableReader.Header header = TableReader.header(files.get(0));
    TableSchema columns =
        SimulatedTables.samples(
                header.shape("log_prob").get(0),
                header.shape("image").get(0),
                header.shape("agent_h").get(0),
                header.shape("env_h").get(0))
            .only("sample_id", "t", "reward", "action");
    for (Path file : files) {
      TableReader.forEach(
          file,
          columns,
          row -> {
            Integer behaviour = behaviours.get(row.integer("sample_id"));
            if (behaviour == null) return;
            Doings own = doings.computeIfAbsent(behaviour, b -> new Doings());
            if (row.integer("t") == 0) own.samples++;
            own.steps++;
            own.reward += row.number("reward");
            own.actions.merge(row.integer("action"), 1, Integer::sum);
          });
    }
    return doings;
  }

  private static String words(Doings doings, List<String> names) {
    StringBuilder text = new StringBuilder();
    text.append(doings.samples).append(doings.samples == 1 ? " sample, " : " samples, ");
    text.append("mean predicted reward of a whole one ");
    text.append(String.format(Locale.ROOT, "%.2f", doings.reward / doings.samples));
    text.append(" scaled points. Actions: ");
    List<Map.Entry<Integer, Integer>> frequent =
        doings.actions.entrySet().stream()
            .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
            .limit(ACTIONS_SHOWN)
            .toList();
    for (int i = 0; i < frequent.size(); i++) {
      int action = frequent.get(i).getKey();
      text.append(i == 0 ? "" : ", ");
      text.append(action < names.size() ? names.get(action) : "action " + action);
      text.append(
          String.format(
              Locale.ROOT, " %.0f %%", 100.0 * frequent.get(i).getValue() / doings.steps));
    }
    return text.append('.').toString();
  }
}
