package io.fabula.pipelines.analyses.swaps;

import io.fabula.analysis.causal.PairedEffects;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.model.agents.RewardScale;
import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.model.simulator.SimulatedSample;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.analyses.Readout;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lets agent and simulator run from the same beginnings with the agent's memory as it is and
 * rewritten after every step. Death is a simulated end without half a coin before it.
 *
 * @param name of the stage
 * @param sources what it reads
 * @param options what is swapped
 */
public record SwapInSimulator(String name, LearnedWorld.Sources sources, Options options)
    implements Stage {
  private static final List<String> MEASURES =
      List.of("return", "steps", "ends: death", "ends: goal");

  /**
   * What decides the rollouts beside agent, simulator and components.
   *
   * @param seed root seed
   * @param steps of a rollout
   * @param goalReward reward of the world's goal, as the world gives it
   * @param swap what is swapped
   */
  public record Options(long seed, int steps, double goalReward, SwapSettings swap)
      implements Serializable {
    private ShardCount split() {
      return swap.split(swap.samples());
    }
  }

  @Override
  public int version() {
    return 2;
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
    Projector projector = ProjectionTable.read(work.input(sources.reduction()));
    int first = options.split().first(work.shard());
    List<Integer> ids =
        IntStream.range(first, first + options.split().count(work.shard())).boxed().toList();
    List<SimulatedRollouts.RolloutStart> starts = new ArrayList<>();
    LearnedWorld.beginnings(work.input(sources.samples()), ids)
        .forEach((id, vector) -> starts.add(new SimulatedRollouts.RolloutStart(id, -1, 0, vector)));
    TensorFile file = TensorFile.read(work.input(sources.agent()).file(TrainByPpo.AGENT));
    double halfGoal = RewardScale.read(file).scaled((float) options.goalReward()) / 2;
    List<PairedEffects.Outcome> outcomes = new ArrayList<>();
    try (LearnedWorld world = LearnedWorld.open(work, sources)) {
      int done = 0;
      List<Variants.Variant> variants =
          Variants.of(options.swap(), projector, Readout.of(world.network()));
      for (Variants.Variant each : variants) {
        Optional<float[]> rule =
            each.touches() ? Optional.of(floats(each.swap().matrix().values())) : Optional.empty();
        try (SimulatedRollouts rollouts =
            new SimulatedRollouts(world.simulator(), world.agent(), 1, options.steps(), rule)) {
          List<SimulatedSample> samples = rollouts.run(starts);
          for (int i = 0; i < samples.size(); i++) {
            samples.get(i).requireFinite(ids.get(i));
            outcomes.add(outcome(each.name(), ids.get(i), samples.get(i), halfGoal, world));
          }
        }
        work.progress(++done, variants.size(), "variants");
      }
    }
    work.summary(new SwapTables.Outcomes(MEASURES, outcomes));
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) result[i] = (float) values[i];
    return result;
  }

  private static PairedEffects.Outcome outcome(
      String variant, int id, SimulatedSample sample, double halfGoal, LearnedWorld world) {
    int steps = sample.values().length;
    int[] actions = new int[world.simulator().size().actions()];
    double sum = 0;
    double largest = Double.NEGATIVE_INFINITY;
    boolean ended = false;
    int survived = 0;
    for (int t = 0; t < steps && !ended; t++) {
      sum += sample.rewards()[t];
      largest = Math.max(largest, sample.rewards()[t]);
      actions[sample.actions()[t]]++;
      ended = sample.terminalProbabilities()[t] > 0.5;
      survived++;
    }
    boolean goal = largest >= halfGoal;
    double[] measures = {sum, survived, ended && !goal ? 1 : 0, goal ? 1 : 0};
    return new PairedEffects.Outcome(variant, id, measures, actions);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    return new SwapTables("simulated", options.swap()).finish(work, options.seed());
  }
}
