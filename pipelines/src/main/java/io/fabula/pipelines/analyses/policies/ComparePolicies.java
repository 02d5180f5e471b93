package io.fabula.pipelines.analyses.policies;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.simulator.HorizonError;
import io.fabula.model.simulator.PredictionQuality;
import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.model.simulator.SimulatedRollouts.RolloutStart;
import io.fabula.model.simulator.SimulatedSample;
import io.fabula.model.windows.RecordedEpisodes;
import io.fabula.model.windows.WindowBatch;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowRule;
import io.fabula.model.windows.WindowSpan;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.analyses.SimulatorTraining;
import io.fabula.pipelines.datasets.PooledRecording;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lets several policies act in one simulator, which was trained around one of them, and measures
 * for each how well the simulator foretells what the same policy meets in the real game, and how
 * much its free rollouts look and move like real ones.
 *
 * @param name of the stage
 * @param simulator the stage that trains the simulator
 * @param options which policies, and how they are compared
 */
public record ComparePolicies(String name, String simulator, Options options) implements Stage {
  /**
   * A policy.
   *
   * @param words what it is
   * @param agent the stage that makes it
   * @param rollouts the stage that records it in the real game, in episodes of its own
   */
  public record Policy(String words, String agent, String rollouts) implements Serializable {}

  /**
   * What decides the comparison beside the inputs.
   *
   * @param seed root seed
   * @param training how the simulator was trained
   * @param steps of a rollout
   * @param compared the policies
   * @param policies how they are compared
   */
  public record Options(
      long seed,
      SimulatorTraining training,
      int steps,
      List<Policy> compared,
      PolicySettings policies)
      implements Serializable {
    public Options {
      compared = List.copyOf(compared);
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>(List.of(simulator));
    for (Policy each : options.compared()) inputs.addAll(List.of(each.agent(), each.rollouts()));
    return inputs;
  }

  @Override
  public int shards(Inputs inputs) {
    return options.compared().size();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    Policy policy = options.compared().get(work.shard());
    int context = options.training().contextFrames();
    int steps = options.steps();
    long seed = Seeds.of(options.seed(), "policies");
    WindowRule rule = WindowRule.corrected(context + steps - 1, context);
    try (LearnedWorld world = LearnedWorld.open(work, policy.agent(), simulator)) {
      RecordedEpisodes episodes =
          PooledRecording.read(
              work.input(policy.rollouts()),
              world.network().architecture().pool(),
              () -> work.scratch("recording"));
      WindowDataset all = new WindowDataset(episodes, rule);
      List<HorizonError> errors;
      try (PredictionQuality quality =
          new PredictionQuality(world.simulator(), world.agent(), context, steps)) {
        errors = quality.measure(all, options.policies().windows(), seed, all.meanImage());
      }
      work.summary(
          new PolicyTables.Found(policy.words(), errors, looks(world, episodes, rule, seed)));
    }
  }

  /** The first half of the episodes is what frames of the second half are compared with. */
  private List<PolicyTables.Look> looks(
      LearnedWorld world, RecordedEpisodes episodes, WindowRule rule, long seed) {
    int half = episodes.size() / 2;
    Realism known = new Realism(episodes.range(0, half), options.policies().frames(), seed);
    WindowDataset rest = new WindowDataset(episodes.range(half, episodes.size()), rule);
    List<Integer> windows = whole(rest, seed);
    int context = options.training().contextFrames();
    int steps = options.steps();
    int width = 3 * rest.frameSide() * rest.frameSide();
    double[][] sums = new double[steps][PolicyTables.Look.NUMBERS];
    try (SimulatedRollouts rollouts =
        new SimulatedRollouts(world.simulator(), world.agent(), context, steps)) {
      List<RolloutStart> starts = rollouts.from(rest, windows);
      List<SimulatedSample> samples = rollouts.run(starts);
      WindowBatch real = rest.newBatch(1);
      for (int i = 0; i < samples.size(); i++) {
        samples.get(i).requireFinite(i);
        float[] simulated = floats(samples.get(i).frames());
        rest.fill(real, 0, windows.get(i));
        for (int t = 0; t < steps; t++) {
          int seen = (context - 1 + t) * width;
          double[] sum = sums[t];
          sum[0] += known.nearest(simulated, t * width);
          sum[1] += known.nearest(real.images(), seen);
          if (t > 0) {
            sum[2] += Realism.movement(simulated, t * width, simulated, (t - 1) * width, width);
            sum[3] += Realism.movement(real.images(), seen, real.images(), seen - width, width);
          }
          sum[4] += samples.get(i).terminalProbabilities()[t];
          sum[5] += real.terminals()[context - 1 + t];
        }
      }
    }
    List<PolicyTables.Look> looks = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      looks.add(PolicyTables.Look.of(t, windows.size(), sums[t]));
    }
    return looks;
  }

  /** Windows without padding. */
  private List<Integer> whole(WindowDataset data, long seed) {
    List<Integer> chosen = new ArrayList<>();
    for (int start : new RandomStream(Seeds.of(seed, "windows")).permutation(data.size())) {
      WindowSpan span = data.span(start);
      if (span.firstPosition() > 0 || span.rows() < data.rule().length()) continue;
      chosen.add(start);
      if (chosen.size() == options.policies().samples()) return chosen;
    }
    if (chosen.isEmpty()) {
      throw new WorkProblem(
          "no recorded episode has the %d rows of a window; raise recording.max_steps or lower"
                  .formatted(data.rule().length())
              + " prediction.steps");
    }
    return chosen;
  }

  private static float[] floats(byte[] frames) {
    float[] values = new float[frames.length];
    for (int i = 0; i < values.length; i++) values[i] = (frames[i] & 0xff) / 255f;
    return values;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    return PolicyTables.finish(work);
  }
}
