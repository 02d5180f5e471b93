package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.simulator.CourseGradients;
import io.fabula.model.simulator.FrozenAgent;
import io.fabula.model.simulator.SaliencyTarget;
import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.model.simulator.Simulator;
import io.fabula.model.simulator.SimulatorGradients;
import io.fabula.model.twins.PushExperiment;
import io.fabula.model.twins.ReplayedPushes;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.GradientEffects;
import io.fabula.pipelines.stories.StoryDirections;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.interpret.settings.GradientSettings;
import io.fabula.pipelines.studies.interpret.settings.SimulatorSettings;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the simulator's gradients against pushes in the real world. Both go on from the same
 * recorded beginnings with the agent's most probable actions; after some steps the state is moved
 * along each component, and along the directions in which edits of the world move it. Gradients do
 * not follow causes from the environment back into actions: beyond a step or two those say nothing.
 *
 * @param name of the stage
 * @param sources the stages that are read
 * @param options what decides the comparison beside these
 */
public record CompareGradients(String name, Sources sources, Options options) implements Stage {
  private static final int STEPS =
      GradientEffects.PUSHED_AFTER + GradientEffects.LAGS.get(GradientEffects.LAGS.size() - 1) + 1;

  /** How far a state is pushed to either side, in standard deviations. */
  private static final double AMOUNT = 1;

  /**
   * The stages that are read.
   *
   * @param agent makes the agent
   * @param rollouts records it
   * @param simulator trains the simulator
   * @param simulated encodes the beginnings
   * @param reduction finds the components
   * @param edits edits worlds
   */
  public record Sources(
      String agent,
      String rollouts,
      String simulator,
      String simulated,
      String reduction,
      String edits)
      implements Serializable {
    /** Those of the agent that is studied. */
    public static final Sources STUDIED =
        new Sources(
            StageNames.TRAIN_AGENT,
            StageNames.RECORD_ROLLOUTS,
            StageNames.TRAIN_SIMULATOR,
            StageNames.RECORD_SIMULATED_ROLLOUTS,
            StageNames.REDUCE_HIDDEN_STATES,
            StageNames.EDIT_WORLDS);
  }

  /**
   * What decides the comparison.
   *
   * @param seed root seed
   * @param training how the simulator was trained
   * @param subject the world, and how the agent is read
   * @param features whose edits give directions
   * @param gradients how much is compared
   */
  public record Options(
      long seed,
      SimulatorSettings training,
      Subject subject,
      List<String> features,
      GradientSettings gradients)
      implements Serializable {}

  /** A beginning that a rollout was simulated from. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Beginning(int sample, RolloutStart start, float[] bottleneck) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(
        sources.agent(),
        sources.rollouts(),
        sources.simulator(),
        sources.simulated(),
        sources.reduction(),
        sources.edits());
  }

  @Override
  public int shards(Inputs inputs) {
    return options.gradients().shards().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    Projector projector = ProjectionTable.read(work.input(sources.reduction()));
    List<PathDirections> directions =
        StoryDirections.of(
            projector.independentCount(),
            options.subject(),
            options.features(),
            work.input(sources.edits()));
    Map<Integer, Beginning> beginnings = beginnings(work);
    Moves moves = new Moves(projector, directions, options.subject());
    Map<String, GradientEffects.Effect> real = real(work, moves, beginnings);
    List<GradientEffects.Effect> effects = new ArrayList<>();
    try (ImpalaNetwork network = TrainAgent.load(work.input(sources.agent()));
        Simulator simulator = TrainSimulator.load(work.input(sources.simulator()));
        SimulatorGradients gradients =
            new SimulatorGradients(
                simulator, new FrozenAgent(network), STEPS, SimulatedRollouts.BATCH)) {
      List<Beginning> all = List.copyOf(beginnings.values());
      for (int from = 0; from < all.size(); from += SimulatedRollouts.BATCH) {
        int to = Math.min(from + SimulatedRollouts.BATCH, all.size());
        simulate(gradients, moves, all.subList(from, to), real, effects);
        work.progress(to, all.size(), "beginnings");
      }
    }
    GradientEffects.write(
        work,
        options.gradients().shards().shards(),
        projector.independentCount(),
        moves.groups.size(),
        effects);
    work.metric("beginnings", beginnings.size());
  }

  /** This shard's beginnings that lie before the end of their episode, by sample. */
  private Map<Integer, Beginning> beginnings(ShardWork work) {
    int first = options.gradients().shards().first(work.shard());
    int end = first + options.gradients().shards().count(work.shard());
    int context = options.training().contextFrames();
    Map<Integer, Integer> lengths = new HashMap<>();
    new RolloutReader(work.input(sources.rollouts()), "action")
        .episodes()
        .forEach(each -> lengths.put(each.episode(), each.length()));
    List<Path> files = work.input(sources.simulated()).files("inits");
    Map<Integer, RolloutStart> starts =
        RolloutStart.read(files, context, id -> id >= first && id < end);
    Map<Integer, Beginning> beginnings = new TreeMap<>();
    for (Path file : files) {
      int width = TableReader.header(file).shape("bottleneck").get(0);
      TableReader.forEach(
          file,
          SimulatedTables.inits(width).only("sample_id", "bottleneck"),
          row -> {
            RolloutStart start = starts.get(row.integer("sample_id"));
            if (start == null || start.shown() >= lengths.getOrDefault(start.episode(), 0)) return;
            int sample = row.integer("sample_id");
            beginnings.put(sample, new Beginning(sample, start, row.floats("bottleneck")));
          });
    }
    return beginnings;
  }

  /** What directions and targets look like to the simulator, and how real responses are read. */
  private static final class Moves {
    final List<PathDirections> directions;
    final List<ActionGroup> groups;
    final double[][] added;
    final Projector projector;

    Moves(Projector projector, List<PathDirections> directions, Subject subject) {
      this.projector = projector;
      this.directions = directions;
      groups = subject.newWorld().editor().actionGroups();
      Matrix gradientMap = projector.gradientMap();
      added = new double[directions.size()][];
      for (int d = 0; d < added.length; d++) {
        added[d] = gradientMap.times(directions.get(d).vectors()[0]);
      }
    }

    int components() {
      return projector.independentCount();
    }

    /** A component as a direction of states: its row of the Jacobian. */
    List<Float> read(int component) {
      List<Float> row = new ArrayList<>();
      for (double each : projector.jacobian().row(component)) row.add((float) each);
      return row;
    }

    double[] components(float[] state) {
      double[] values = new double[state.length];
      for (int i = 0; i < values.length; i++) values[i] = state[i];
      return projector.independentComponents(new Matrix(1, values.length, values)).row(0);
    }

    double meanLog(SteppingAgent.Decision decision, int group) {
      double sum = 0;
      for (int each : groups.get(group).actions()) sum += decision.logProbabilities()[each];
      return sum / groups.get(group).actions().size();
    }

    /** A real response in the place of an effect, whose gradients are still missing. */
    GradientEffects.Effect effect(Beginning beginning, ReplayedPushes.Response response) {
      PushExperiment.Moment plus = response.plus();
      PushExperiment.Moment minus = response.minus();
      double[] more = components(plus.state());
      double[] less = components(minus.state());
      float[] push = new float[more.length];
      for (int i = 0; i < push.length; i++) push[i] = (float) ((more[i] - less[i]) / (2 * AMOUNT));
      float[] actions = new float[groups.size()];
      for (int g = 0; g < actions.length; g++) {
        double change = meanLog(plus.decision(), g) - meanLog(minus.decision(), g);
        actions[g] = (float) (change / (2 * AMOUNT));
      }
      return new GradientEffects.Effect(
          beginning.sample(),
          beginning.start().episode(),
          directions.get(response.direction()).name(),
          response.lag(),
          new float[push.length],
          push,
          new float[actions.length],
          actions,
          0,
          ((double) plus.decision().value() - minus.decision().value()) / (2 * AMOUNT));
    }
  }

  private static String key(int sample, String direction, int lag) {
    return sample + " " + direction + " " + lag;
  }

  private Map<String, GradientEffects.Effect> real(
      ShardWork work, Moves moves, Map<Integer, Beginning> beginnings) throws Exception {
    List<Beginning> order = List.copyOf(beginnings.values());
    List<ReplayedPushes.Start> starts = starts(work.input(sources.rollouts()), order);
    EditableWorld world = options.subject().newWorld();
    Map<String, GradientEffects.Effect> effects = new HashMap<>();
    try (RecurrentNetwork network = options.subject().agent(work.input(sources.agent()));
        SteppingAgent agent = new SteppingAgent(network)) {
      ReplayedPushes pushes =
          new ReplayedPushes(
              world,
              agent,
              moves.added,
              new ReplayedPushes.Options(
                  GradientEffects.PUSHED_AFTER, AMOUNT, GradientEffects.LAGS));
      for (ReplayedPushes.Response each : pushes.run(starts)) {
        GradientEffects.Effect effect = moves.effect(order.get(each.start()), each);
        effects.put(key(effect.sample(), effect.direction(), effect.lag()), effect);
      }
    } catch (IllegalArgumentException e) {
      throw new DataProblem(
          work.input(sources.rollouts()).location(),
          "it cannot be played again: " + e.getMessage(),
          "record it again with --force=" + sources.rollouts(),
          e);
    }
    return effects;
  }

  private static List<ReplayedPushes.Start> starts(Artifact rollouts, List<Beginning> order) {
    RolloutReader reader = new RolloutReader(rollouts, "action", "hx_in", "hx_out");
    Map<Integer, List<Row>> rows = new HashMap<>();
    Map<Integer, Long> levels = new HashMap<>();
    TreeSet<Integer> wanted = new TreeSet<>();
    for (Beginning each : order) wanted.add(each.start().episode());
    if (wanted.isEmpty()) return List.of();
    reader.read(
        wanted,
        (episode, steps) -> {
          rows.put(episode.episode(), steps);
          levels.put(episode.episode(), episode.levelSeed());
        });
    List<ReplayedPushes.Start> starts = new ArrayList<>();
    for (Beginning each : order) {
      List<Row> own = rows.getOrDefault(each.start().episode(), List.of());
      int shown = each.start().shown();
      int[] actions = new int[shown];
      for (int t = 0; t < shown; t++) actions[t] = own.get(t).integer("action");
      starts.add(
          new ReplayedPushes.Start(
              levels.getOrDefault(each.start().episode(), 0L),
              actions,
              own.get(shown).floats("hx_in"),
              own.get(shown).floats("hx_out")));
    }
    return starts;
  }

  /** Adds gradients to real responses of one batch; what has no real response is left out. */
  private static void simulate(
      SimulatorGradients gradients,
      Moves moves,
      List<Beginning> batch,
      Map<String, GradientEffects.Effect> real,
      List<GradientEffects.Effect> effects) {
    int width = batch.get(0).bottleneck().length;
    float[] bottlenecks = new float[SimulatedRollouts.BATCH * width];
    for (int row = 0; row < SimulatedRollouts.BATCH; row++) {
      Beginning each = batch.get(Math.min(row, batch.size() - 1));
      System.arraycopy(each.bottleneck(), 0, bottlenecks, row * width, width);
    }
    gradients.forward(bottlenecks);
    List<GradientEffects.Effect> found = new ArrayList<>();
    for (int lag : GradientEffects.LAGS) {
      int step = GradientEffects.PUSHED_AFTER + lag;
      List<double[][]> components = new ArrayList<>();
      for (int j = 0; j < moves.components(); j++) {
        components.add(along(gradients, moves, new SaliencyTarget.Direction(step, moves.read(j))));
      }
      List<double[][]> actions = new ArrayList<>();
      for (ActionGroup each : moves.groups) {
        actions.add(along(gradients, moves, new SaliencyTarget.Actions(step, each.actions())));
      }
      double[][] value = along(gradients, moves, new SaliencyTarget.Value(step));
      for (int row = 0; row < batch.size(); row++) {
        for (int d = 0; d < moves.directions.size(); d++) {
          String direction = moves.directions.get(d).name();
          GradientEffects.Effect own = real.get(key(batch.get(row).sample(), direction, lag));
          if (own == null) continue;
          fill(own.gradient(), components, row, d);
          fill(own.actionGradient(), actions, row, d);
          found.add(
              new GradientEffects.Effect(
                  own.sample(),
                  own.episode(),
                  direction,
                  lag,
                  own.gradient(),
                  own.push(),
                  own.actionGradient(),
                  own.actionPush(),
                  value[row][d],
                  own.valuePush()));
        }
      }
    }
    effects.addAll(found);
  }

  private static void fill(float[] target, List<double[][]> found, int row, int direction) {
    for (int i = 0; i < target.length; i++) target[i] = (float) found.get(i)[row][direction];
  }

  /** {@code [row][direction]}: gradient of a target along each direction at the pushed step. */
  private static double[][] along(
      SimulatorGradients gradients, Moves moves, SaliencyTarget target) {
    CourseGradients found = gradients.backward(target, false);
    int hidden = moves.projector.hiddenSize();
    int from = GradientEffects.PUSHED_AFTER * SimulatedRollouts.BATCH * hidden;
    double[][] along = new double[SimulatedRollouts.BATCH][moves.added.length];
    for (int row = 0; row < along.length; row++) {
      for (int d = 0; d < moves.added.length; d++) {
        double sum = 0;
        for (int k = 0; k < hidden; k++) {
          sum += found.agentStates()[from + row * hidden + k] * moves.added[d][k];
        }
        along[row][d] = sum * SimulatedRollouts.BATCH; // targets are means over the batch
      }
    }
    return along;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    double beginnings = 0;
    for (var each : work.shards()) beginnings += each.metrics().getOrDefault("beginnings", 0.0);
    return Map.of("beginnings", beginnings, "rows", (double) work.rows());
  }
}
