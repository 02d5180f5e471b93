package io.fabula.pipelines.analyses.saliency;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.saliency.SaliencyMap;
import io.fabula.envs.random.Seeds;
import io.fabula.model.simulator.CourseGradients;
import io.fabula.model.simulator.PerturbedGradients;
import io.fabula.model.simulator.SimulatedSample;
import io.fabula.model.simulator.SimulatorSize;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.analyses.NamedActions;
import io.fabula.pipelines.analyses.Selection;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows values, actions and components at one step of simulated rollouts back to the frames,
 * agent states and simulator states of all steps. A sample depends on its number alone; all targets
 * of a sample share one forward pass.
 *
 * @param name of the stage
 * @param sources what it reads
 * @param options what is looked at
 */
public record ComputeSaliency(String name, LearnedWorld.Sources sources, Options options)
    implements Stage {
  private static final int NAMED_OF_A_MEAN = 3;

  /**
   * What decides the gradients beside agent, simulator and rollouts.
   *
   * @param seed root seed
   * @param samples how many rollouts there are
   * @param steps of a rollout
   * @param actionSets sets of actions that are targets by name
   * @param saliency what is sought
   */
  public record Options(
      long seed, int samples, int steps, List<NamedActions> actionSets, SaliencySettings saliency)
      implements Serializable {
    public Options {
      actionSets = List.copyOf(actionSets);
    }

    private List<Integer> chosen() {
      return new Selection("sample_ids", saliency.sampleIds()).of(samples);
    }

    private ShardCount split() {
      int items = saliency.combineSamplesNotIterate() ? 1 : chosen().size();
      return new ShardCount(items, saliency.samplesPerShard());
    }
  }

  /** A beginning and what it is called. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  private record Beginning(int id, String variant, float[] bottleneck) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return sources.all();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.split().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    SaliencySettings settings = options.saliency();
    List<Beginning> beginnings = beginnings(work);
    Projector projector = ProjectionTable.read(work.input(sources.reduction()));
    List<Targets.Named> targets = targets(projector);
    try (LearnedWorld world = LearnedWorld.open(work, sources);
        PerturbedGradients gradients =
            new PerturbedGradients(
                world.simulator(), world.agent(), options.steps(), settings.options())) {
      SimulatorSize size = world.simulator().size();
      work.table(
          PartName.of(SaliencyTable.PART, work.shard(), options.split().shards()),
          SaliencyTable.schema(
              size.frameSide(),
              size.agentHidden(),
              projector.independentCount(),
              size.deterministic(),
              settings.keepImageGradients()),
          table -> {
            for (int i = 0; i < beginnings.size(); i++) {
              boolean drawn = options.split().first(work.shard()) + i < settings.shown();
              sample(work, table, beginnings.get(i), targets, gradients, projector, drawn);
              work.progress(i + 1, beginnings.size(), "samples");
            }
          });
    }
  }

  private List<Targets.Named> targets(Projector projector) {
    try {
      return Targets.of(options.saliency(), options.actionSets(), projector);
    } catch (IllegalArgumentException e) {
      throw new WorkProblem(String.valueOf(e.getMessage()), e);
    }
  }

  private List<Beginning> beginnings(ShardWork work) {
    List<Integer> chosen = options.chosen();
    List<Beginning> beginnings = new ArrayList<>();
    if (options.saliency().combineSamplesNotIterate()) {
      beginnings.add(mean(LearnedWorld.beginnings(work.input(sources.samples()), chosen)));
      return beginnings;
    }
    int first = options.split().first(work.shard());
    List<Integer> own = chosen.subList(first, first + options.split().count(work.shard()));
    LearnedWorld.beginnings(work.input(sources.samples()), own)
        .forEach((id, vector) -> beginnings.add(new Beginning(id, "single", vector)));
    return beginnings;
  }

  /** The mean of beginnings, at length 1, named after the first of them. */
  private static Beginning mean(Map<Integer, float[]> all) {
    List<Integer> ids = new ArrayList<>(all.keySet());
    double[] sum = new double[all.values().iterator().next().length];
    for (float[] each : all.values()) for (int i = 0; i < sum.length; i++) sum[i] += each[i];
    double squares = 0;
    for (double each : sum) squares += each * each;
    if (!(squares > 0)) throw new WorkProblem("the beginnings of these samples cancel out");
    float[] vector = new float[sum.length];
    for (int i = 0; i < sum.length; i++) vector[i] = (float) (sum[i] / Math.sqrt(squares));
    List<String> named = new ArrayList<>();
    for (int id : ids.subList(0, Math.min(ids.size(), NAMED_OF_A_MEAN))) named.add("" + id);
    String rest = ids.size() > NAMED_OF_A_MEAN ? " ... (" + ids.size() + " samples)" : "";
    return new Beginning(ids.get(0), "mean of " + String.join(", ", named) + rest, vector);
  }

  private void sample(
      ShardWork work,
      TableWriter table,
      Beginning beginning,
      List<Targets.Named> targets,
      PerturbedGradients gradients,
      Projector projector,
      boolean drawn)
      throws Exception {
    long seed = Seeds.of(options.seed(), "saliency", beginning.id());
    SimulatedSample course = gradients.begin(beginning.bottleneck(), seed);
    course.requireFinite(beginning.id());
    Map<String, SaliencyMap> maps = new TreeMap<>();
    SaliencyPictures pictures = new SaliencyPictures(course, options.steps());
    for (Targets.Named each : targets) {
      for (boolean path : environmentPaths()) {
        CourseGradients found = gradients.gradients(each.target(), path);
        SaliencyMap map = pictures.map(found);
        maps.put(SaliencyPictures.label(each.name(), path), map);
        write(table, beginning, each.name(), path, found, projector, pictures.drawn(map, target()));
      }
    }
    if (!drawn) return;
    List<String> order = new ArrayList<>();
    for (Targets.Named each : targets) {
      for (boolean path : environmentPaths()) {
        if (path || each.name().equals(Targets.VALUE)) {
          order.add(SaliencyPictures.label(each.name(), path));
        }
      }
    }
    pictures.write(work, beginning.id(), beginning.variant(), target(), order, maps);
  }

  private int target() {
    return options.saliency().timestep();
  }

  private boolean[] environmentPaths() {
    return options.saliency().alsoWithoutEnvironment()
        ? new boolean[] {true, false}
        : new boolean[] {true};
  }

  private void write(
      TableWriter table,
      Beginning beginning,
      String target,
      boolean path,
      CourseGradients found,
      Projector projector,
      byte[] maps)
      throws IOException {
    SaliencySettings settings = options.saliency();
    int steps = options.steps();
    int hidden = found.agentStates().length / steps;
    Matrix states = new Matrix(steps, hidden);
    for (int i = 0; i < states.values().length; i++) states.values()[i] = found.agentStates()[i];
    Matrix components = projector.independentGradients(states);
    for (int t = 0; t < steps; t++) {
      List<Object> values =
          new ArrayList<>(
              List.of(
                  beginning.id(),
                  beginning.variant(),
                  target,
                  path,
                  t,
                  settings.timestep(),
                  row(maps, t, steps),
                  row(found.agentStates(), t, steps),
                  floats(components.row(t)),
                  row(found.environmentStates(), t, steps),
                  settings.copies(),
                  !settings.legacyScale()));
      if (settings.keepImageGradients()) values.add(row(found.images(), t, steps));
      table.write(values.toArray());
    }
  }

  private static float[] row(float[] values, int t, int steps) {
    int width = values.length / steps;
    return Arrays.copyOfRange(values, t * width, (t + 1) * width);
  }

  private static byte[] row(byte[] values, int t, int steps) {
    int width = values.length / steps;
    return Arrays.copyOfRange(values, t * width, (t + 1) * width);
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) result[i] = (float) values[i];
    return result;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return Map.of("samples", (double) options.split().items(), "rows", (double) work.rows());
  }
}
