package io.fabula.pipelines.analyses.prediction;

import io.fabula.analysis.figures.HorizonError;
import io.fabula.analysis.figures.HorizonError.Series;
import io.fabula.envs.random.Seeds;
import io.fabula.model.simulator.LossOverTime;
import io.fabula.model.simulator.WindowLosses;
import io.fabula.model.windows.RecordedEpisodes;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowRule;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.analyses.SimulatorTraining;
import io.fabula.pipelines.datasets.PooledRecording;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures each term of the simulator's training loss by the steps that it imagines: recorded
 * actions, the agent's recorded first state, stochastic states drawn from the prior. Episodes that
 * the simulator was not trained on are imagined.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param rollouts the stage that records it
 * @param simulator the stage that trains the simulator
 * @param options what is measured
 */
public record MeasureLossOverTime(
    String name, String agent, String rollouts, String simulator, Options options)
    implements Stage {
  private static final String SEEN = "loss_reconstr_ims";
  private static final String DIVERGENCE = "loss_kl_rssm";
  private static final String STATE = "loss_reconstr_agent_hs";
  private static final String MEAN_IMAGE = "mean_image";
  private static final String REPEAT_LAST = "repeat_last";

  /** One row per term, step and window. */
  static final TableSchema LOSSES =
      new TableSchema(
          "loss_over_time",
          1,
          "A term of the simulator's loss at an imagined step of a recorded window.",
          List.of(
              Column.of("term", Column.Type.STRING)
                  .doc("column of the training log, or a baseline of the image's error"),
              Column.of("step", Column.Type.INT8).doc("imagined steps so far, from 1"),
              Column.of("sample", Column.Type.INT32).doc("number of the window"),
              Column.of("recorded", Column.Type.BOOLEAN)
                  .doc("whether the episode lasted until this step; otherwise it is padding"),
              Column.of("loss", Column.Type.FLOAT).doc("the term, its weight applied")));

  /**
   * What decides the losses beside simulator, agent and recording.
   *
   * @param seed root seed
   * @param training how the simulator was trained
   * @param lossOverTime what is measured
   */
  public record Options(long seed, SimulatorTraining training, LossOverTimeSettings lossOverTime)
      implements Serializable {}

  /** A term at a step of a window. */
  private interface Term {
    float at(WindowLosses window, int t);
  }

  private static Map<String, Term> terms() {
    Map<String, Term> terms = new LinkedHashMap<>();
    terms.put("loss_model", WindowLosses::model);
    terms.put("loss_reconstruction", WindowLosses::reconstruction);
    terms.put(DIVERGENCE, (window, t) -> window.divergence()[t]);
    terms.put("loss_env_update", (window, t) -> window.update()[t]);
    terms.put(SEEN, WindowLosses::seen);
    terms.put(STATE, (window, t) -> window.agentState()[t]);
    terms.put("image", (window, t) -> window.image()[t]);
    terms.put(MEAN_IMAGE, (window, t) -> window.meanImage()[t]);
    terms.put(REPEAT_LAST, (window, t) -> window.repeatLast()[t]);
    return terms;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent, rollouts, simulator);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    List<WindowLosses> windows = measure(work);
    Map<String, Term> terms = terms();
    int steps = options.lossOverTime().steps();
    work.table(
        "loss_over_time.parquet",
        LOSSES,
        table -> {
          for (Map.Entry<String, Term> term : terms.entrySet()) {
            for (int t = 0; t < steps; t++) {
              for (int i = 0; i < windows.size(); i++) {
                WindowLosses each = windows.get(i);
                float loss = term.getValue().at(each, t);
                table.write(term.getKey(), t + 1, i, t < each.counted(), loss);
              }
            }
          }
        });
    Map<String, Band> bands = new LinkedHashMap<>();
    terms.forEach((name, term) -> bands.put(name, Band.of(windows, steps, term)));
    draw(work, bands);
    report(work, bands, windows.size());
  }

  private List<WindowLosses> measure(ShardWork work) throws Exception {
    SimulatorTraining training = options.training();
    int steps = options.lossOverTime().steps();
    try (LearnedWorld world = LearnedWorld.open(work, agent, simulator);
        LossOverTime losses =
            new LossOverTime(
                world.simulator(),
                world.agent(),
                training.settings(world.simulator().size().frameSide()),
                steps)) {
      RecordedEpisodes episodes =
          PooledRecording.read(
              work.input(rollouts),
              world.network().architecture().pool(),
              () -> work.scratch("recording"));
      int context = training.contextFrames();
      int first = Math.max(1, episodes.size() - training.holdoutEpisodes());
      WindowRule rule = WindowRule.corrected(context + steps - 1, context);
      return losses.measure(
          new WindowDataset(episodes.range(first, episodes.size()), rule),
          options.lossOverTime().numBatches() * LossOverTimeSettings.BATCH,
          Seeds.of(options.seed(), "loss over time"),
          new WindowDataset(episodes.range(0, first), rule).meanImage());
    }
  }

  /** Mean, least and largest loss by step, over the windows whose episode lasted until then. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  private record Band(double[] mean, double[] low, double[] high) {
    static Band of(List<WindowLosses> windows, int steps, Term term) {
      Band band = new Band(new double[steps], new double[steps], new double[steps]);
      for (int t = 0; t < steps; t++) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int count = 0;
        for (WindowLosses each : windows) {
          if (t >= each.counted()) continue;
          double loss = term.at(each, t);
          low = Math.min(low, loss);
          high = Math.max(high, loss);
          sum += loss;
          count++;
        }
        band.mean()[t] = count == 0 ? Double.NaN : sum / count;
        band.low()[t] = count == 0 ? Double.NaN : low;
        band.high()[t] = count == 0 ? Double.NaN : high;
      }
      return band;
    }

    Series banded(String name) {
      return new Series(name, mean, low, high);
    }

    Series line(String name) {
      return new Series(name, mean, new double[0], new double[0]);
    }
  }

  private static Band band(Map<String, Band> bands, String name) {
    Band band = bands.get(name);
    if (band == null) throw new IllegalStateException("no term " + name);
    return band;
  }

  private static void draw(ShardWork work, Map<String, Band> bands) throws Exception {
    String range = " The band reaches from the least to the largest of the windows.";
    work.figure(
        HorizonError.of(
                List.of(
                    band(bands, SEEN).banded("simulator"),
                    band(bands, MEAN_IMAGE).line("mean image"),
                    band(bands, REPEAT_LAST).line("repeat last frame")),
                "image, reward and terminal flag")
            .described(
                "loss-over-time-seen",
                "What is seen, by imagined steps",
                "Loss of image, reward and terminal flag on episodes that were not trained on; the"
                    + " baselines have the image's loss alone."
                    + range));
    work.figure(
        HorizonError.of(List.of(band(bands, DIVERGENCE).banded("simulator")), "divergence")
            .described(
                "loss-over-time-divergence",
                "Posterior against prior, by imagined steps",
                "Weighted divergence of the stochastic state given the true frame from the one that"
                    + " is imagined."
                    + range));
    work.figure(
        HorizonError.of(List.of(band(bands, STATE).banded("simulator")), "agent's state")
            .described(
                "loss-over-time-state",
                "The agent's state, by imagined steps",
                "Half the squared distance of the agent's state that watches what is imagined from"
                    + " the recorded one."
                    + range));
  }

  private static void report(ShardWork work, Map<String, Band> bands, int windows) {
    work.metric("windows", windows);
    for (String each : List.of(SEEN, DIVERGENCE, STATE, "image", MEAN_IMAGE, REPEAT_LAST)) {
      double[] mean = band(bands, each).mean();
      work.metric(each + "_1", mean[0]);
      if (Double.isFinite(mean[mean.length - 1])) {
        work.metric(each + "_last", mean[mean.length - 1]);
      }
    }
  }
}
