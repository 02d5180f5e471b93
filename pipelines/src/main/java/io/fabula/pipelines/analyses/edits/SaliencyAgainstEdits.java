package io.fabula.pipelines.analyses.edits;

import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.simulator.FrameGradients;
import io.fabula.model.simulator.FrozenAgent;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WatchedCourse;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * In states of the real game in which a feature is in sight: how salient its pixels are to the
 * studied agent, and to agents with random weights that watched the same frames, beside what the
 * studied agent says when the same frame is drawn without the feature.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param untrained stages that make agents with random weights
 * @param options what is removed
 */
public record SaliencyAgainstEdits(
    String name, String agent, List<String> untrained, Options options) implements Stage {
  /**
   * What decides the comparison beside the agents.
   *
   * @param seed root seed
   * @param subject the world, and how agents are read
   * @param edits what is removed, and where
   */
  public record Options(long seed, Subject subject, EditSaliencySettings edits)
      implements Serializable {
    private ShardCount split() {
      return new ShardCount(edits.levels(), edits.perShard());
    }
  }

  public SaliencyAgainstEdits {
    untrained = List.copyOf(untrained);
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>(List.of(agent));
    inputs.addAll(untrained);
    return List.copyOf(inputs);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.split().shards();
  }

  /** An agent that watches, opened twice: to step, and to be differentiated. */
  private record Watcher(
      RecurrentNetwork network,
      SteppingAgent stepping,
      ImpalaNetwork weights,
      FrameGradients gradients)
      implements AutoCloseable {
    @Override
    public void close() {
      gradients.close();
      weights.close();
      stepping.close();
      network.close();
    }
  }

  private Watcher open(ShardWork work, String stage) throws IOException {
    RecurrentNetwork network = options.subject().agent(work.input(stage));
    ImpalaNetwork weights = LearnedWorld.agent(work.input(stage));
    return new Watcher(
        network, new SteppingAgent(network), weights, new FrameGradients(new FrozenAgent(weights)));
  }

  @Override
  public void run(ShardWork work) throws Exception {
    List<Watcher> watchers = new ArrayList<>();
    try {
      for (String each : inputs()) watchers.add(open(work, each));
      compare(work, watchers);
    } finally {
      for (Watcher each : watchers) each.close();
    }
  }

  private void compare(ShardWork work, List<Watcher> watchers) throws Exception {
    EditSaliencySettings settings = options.edits();
    EditableWorld world = options.subject().newWorld();
    long first = settings.firstLevel() + (long) options.split().first(work.shard());
    long[] levels = LongStream.range(first, first + options.split().count(work.shard())).toArray();
    List<WatchedCourse> courses =
        WatchedCourse.play(
            world,
            watchers.stream().map(Watcher::stepping).toList(),
            levels,
            new WatchedCourse.Options(
                settings.maxSteps(),
                settings.every(),
                Seeds.of(options.seed(), "saliency against edits")));
    work.table(
        PartName.of(EditSaliencyTables.PART, work.shard(), options.split().shards()),
        EditSaliencyTables.STATES,
        table -> {
          int done = 0;
          for (WatchedCourse course : courses) {
            for (int step : course.picked()) {
              for (String feature : settings.features()) {
                state(world, watchers, course, step, feature, table);
              }
            }
            work.progress(++done, courses.size(), "levels");
          }
        });
  }

  private static void state(
      EditableWorld world,
      List<Watcher> watchers,
      WatchedCourse course,
      int step,
      String feature,
      TableWriter table)
      throws IOException {
    world.restore(course.snapshot(step));
    if (!world.editor().sight(feature).present()) return;
    SteppingAgent studied = watchers.get(0).stepping();
    float[] view = studied.view(world);
    float[] without = studied.viewWithout(world, feature);
    int pixels = pixels(view, without);
    if (pixels == 0) return;
    float[] before = course.before(0, step);
    List<float[]> states =
        studied.remember(studied.embed(List.of(view, without)), List.of(before, before));
    List<SteppingAgent.Decision> decisions = studied.decide(states);
    int action = course.action(step);
    double value = Math.abs((double) decisions.get(1).value() - decisions.get(0).value());
    double logs =
        Math.abs(
            (double) decisions.get(1).logProbabilities()[action]
                - decisions.get(0).logProbabilities()[action]);
    for (int i = 0; i < watchers.size(); i++) {
      FrameGradients gradients = watchers.get(i).gradients();
      float[] memory = course.before(i, step);
      float[] ofValue = gradients.ofValue(view, memory);
      float[] ofAction = gradients.ofAction(view, memory, action);
      write(table, course, step, feature, i, "value", ofValue, view, without, pixels, value);
      write(table, course, step, feature, i, "action", ofAction, view, without, pixels, logs);
    }
  }

  private static int pixels(float[] view, float[] without) {
    int count = 0;
    for (int p = 0; p < view.length; p += 3) if (differs(view, without, p)) count++;
    return count;
  }

  private static boolean differs(float[] view, float[] without, int p) {
    return view[p] != without[p] || view[p + 1] != without[p + 1] || view[p + 2] != without[p + 2];
  }

  private static void write(
      TableWriter table,
      WatchedCourse course,
      int step,
      String feature,
      int agent,
      String target,
      float[] gradient,
      float[] view,
      float[] without,
      int pixels,
      double effect)
      throws IOException {
    double saliency = 0;
    double firstOrder = 0;
    for (int p = 0; p < view.length; p += 3) {
      if (!differs(view, without, p)) continue;
      double mean = ((double) gradient[p] + gradient[p + 1] + gradient[p + 2]) / 3;
      saliency += Math.abs(mean);
      for (int c = p; c < p + 3; c++) firstOrder += gradient[c] * ((double) without[c] - view[c]);
    }
    table.write(
        feature,
        course.level(),
        step,
        agent,
        target,
        saliency,
        Math.abs(firstOrder),
        pixels,
        effect);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    return new EditSaliencyTables(options.edits(), untrained.size())
        .finish(work, Seeds.of(options.seed(), "saliency against edits"));
  }
}
