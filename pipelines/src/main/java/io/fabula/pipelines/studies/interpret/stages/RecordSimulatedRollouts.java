package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.video.Clip;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.simulator.FrozenAgent;
import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.model.simulator.SimulatedSample;
import io.fabula.model.simulator.Simulator;
import io.fabula.model.simulator.SimulatorSize;
import io.fabula.model.windows.WindowDataset;
import io.fabula.pipelines.datasets.PooledRecording;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.interpret.settings.SimulationSettings;
import io.fabula.pipelines.studies.interpret.settings.SimulatorSettings;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lets agent and simulator run freely from recorded beginnings. A rollout is a function of the seed
 * and its number, so shards may run anywhere.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param rollouts the stage that records it
 * @param simulator the stage that trains the simulator
 * @param illustrated whether clips are made
 * @param options what decides the rollouts beside these
 */
public record RecordSimulatedRollouts(
    String name,
    String agent,
    String rollouts,
    String simulator,
    boolean illustrated,
    Options options)
    implements Stage {
  private static final String INFORMED = "informed";

  /**
   * What decides the rollouts beside simulator, agent and recording.
   *
   * @param seed root seed
   * @param training how the simulator was trained
   * @param simulation what is simulated
   */
  public record Options(long seed, SimulatorSettings training, SimulationSettings simulation)
      implements Serializable {}

  @Override
  public int version() {
    return 4;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent, rollouts, simulator);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.simulation().shards().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    SimulationSettings settings = options.simulation();
    int first = settings.shards().first(work.shard());
    int count = settings.shards().count(work.shard());
    try (ImpalaNetwork network = TrainAgent.load(work.input(agent));
        Simulator trained = TrainSimulator.load(work.input(simulator));
        SimulatedRollouts simulated =
            new SimulatedRollouts(
                trained,
                new FrozenAgent(network),
                options.training().contextFrames(),
                settings.steps())) {
      WindowDataset data =
          new WindowDataset(
              PooledRecording.read(
                  work.input(rollouts),
                  network.architecture().pool(),
                  () -> work.scratch("recording")),
              options.training().rule());
      List<SimulatedRollouts.RolloutStart> beginnings =
          simulated.informed(data, Seeds.of(options.seed(), "simulate"), first, count);
      SimulatorSize size = trained.size();
      work.table(
          part("samples", work.shard()),
          SimulatedTables.samples(
              size.actions(), size.frameSide(), size.agentHidden(), size.deterministic()),
          table -> simulate(work, simulated, beginnings, size, table));
      work.table(
          part("inits", work.shard()),
          SimulatedTables.inits(size.bottleneck()),
          table -> {
            for (SimulatedRollouts.RolloutStart each : beginnings) {
              table.write(
                  (int) each.sample(), INFORMED, each.bottleneck(), each.episode(), each.step());
            }
          });
      work.metric("samples", count);
    }
  }

  /** The first rollouts beside what was recorded from the same beginning. */
  private void writeClips(FinishWork work) throws Exception {
    ShardResult first = work.shards().get(0);
    Path samples = work.file(first.part(part("samples", first.shard())));
    Path inits = work.file(first.part(part("inits", first.shard())));
    Map<Integer, RolloutStart> shown =
        RolloutStart.read(
            List.of(inits),
            options.training().contextFrames(),
            id -> id < options.simulation().clips());
    Map<Integer, Clip> clips = Clips.besideRecorded(work.input(rollouts), List.of(samples), shown);
    for (Map.Entry<Integer, Clip> each : clips.entrySet()) {
      RolloutStart beginning = Objects.requireNonNull(shown.get(each.getKey()));
      Clips.write(
          work,
          "sample-%05d".formatted(each.getKey()),
          each.getValue(),
          new FigureCaption("Rollout " + each.getKey(), "Begins at " + beginning.words() + "."));
    }
  }

  private void simulate(
      ShardWork work,
      SimulatedRollouts simulated,
      List<SimulatedRollouts.RolloutStart> beginnings,
      SimulatorSize size,
      TableWriter table)
      throws IOException {
    for (int from = 0; from < beginnings.size(); from += SimulatedRollouts.BATCH) {
      int to = Math.min(from + SimulatedRollouts.BATCH, beginnings.size());
      List<SimulatedSample> samples = simulated.run(beginnings.subList(from, to));
      for (int i = 0; i < samples.size(); i++) {
        samples.get(i).requireFinite(beginnings.get(from + i).sample());
        write(table, (int) beginnings.get(from + i).sample(), samples.get(i), size);
      }
      work.progress(to, beginnings.size(), "rollouts");
    }
  }

  private void write(TableWriter table, int id, SimulatedSample sample, SimulatorSize size)
      throws IOException {
    int frame = 3 * size.frameSide() * size.frameSide();
    for (int t = 0; t < options.simulation().steps(); t++) {
      table.write(
          id,
          INFORMED,
          t,
          Arrays.copyOfRange(sample.frames(), t * frame, (t + 1) * frame),
          sample.rewards()[t],
          sample.terminalProbabilities()[t],
          sample.actions()[t],
          row(sample.logProbabilities(), t, size.actions()),
          sample.values()[t],
          row(sample.agentStates(), t, size.agentHidden()),
          row(sample.environmentStates(), t, size.deterministic()));
    }
  }

  private static float[] row(float[] values, int t, int width) {
    return Arrays.copyOfRange(values, t * width, (t + 1) * width);
  }

  private String part(String table, int shard) {
    return PartName.of(table, shard, options.simulation().shards().shards());
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    if (illustrated) writeClips(work);
    return Map.of(
        "samples", (double) options.simulation().samples(),
        "steps", (double) options.simulation().steps());
  }
}
