package io.fabula.pipelines.analyses.generation;

import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.figures.FigureData;
import io.fabula.analysis.figures.FrameSheet;
import io.fabula.analysis.video.Clip;
import io.fabula.envs.random.Seeds;
import io.fabula.model.simulator.OptimisedBeginnings;
import io.fabula.model.simulator.RandomBeginning;
import io.fabula.model.simulator.SimulatedSample;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Moves random beginnings until what follows in agent and simulator makes a target as large as it
 * gets: the return that the agent expects, an action, a component or a single unit of its state.
 *
 * @param name of the stage
 * @param sources what it reads; recorded rollouts are not among it
 * @param options which targets
 */
public record OptimiseSamples(String name, LearnedWorld.Sources sources, Options options)
    implements Stage {
  private static final int SHARDS = 4;

  /**
   * What decides the samples beside agent, simulator and components.
   *
   * @param seed root seed
   * @param steps of a rollout
   * @param targetFunctions which targets
   */
  public record Options(long seed, int steps, TargetFunctionSettings targetFunctions)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(sources.agent(), sources.simulator(), sources.reduction());
  }

  @Override
  public int shards(Inputs inputs) {
    return SHARDS;
  }

  @Override
  public void run(ShardWork work) throws Exception {
    TargetFunctionSettings settings = options.targetFunctions();
    Projector projector = ProjectionTable.read(work.input(sources.reduction()));
    List<OptimisedTarget> found = new ArrayList<>();
    try (LearnedWorld world = LearnedWorld.open(work, sources);
        OptimisedBeginnings search =
            new OptimisedBeginnings(
                world.simulator(),
                world.agent(),
                options.steps(),
                settings.batchSize(),
                settings.options())) {
      List<Goals.Goal> own = own(goals(projector, world), work.shard());
      int width = world.simulator().size().bottleneck();
      long seed = Seeds.of(options.seed(), "target functions");
      List<float[]> beginnings =
          IntStream.range(0, settings.batchSize())
              .mapToObj(i -> RandomBeginning.draw(seed, i, width))
              .toList();
      work.table(
          PartName.of(OptimisedTables.SAMPLES, work.shard(), SHARDS),
          OptimisedTables.samples(width),
          table -> {
            for (int i = 0; i < own.size(); i++) {
              Goals.Goal goal = own.get(i);
              OptimisedBeginnings.Result result =
                  search.maximise(goal.target(), beginnings, Seeds.of(seed, "search", i));
              for (int b = 0; b < beginnings.size(); b++) {
                result.last().get(b).requireFinite(b);
                table.write(
                    goal.name(),
                    b,
                    result.before()[b],
                    result.after()[b],
                    beginnings.get(b),
                    result.last().get(b).bottleneck());
              }
              found.add(OptimisedTarget.of(goal, result, projector, settings.timestep()));
              if (settings.shown() > 0) {
                work.sheet(sheet(goal, result, world.simulator().size().frameSide()));
              }
              work.progress(i + 1, own.size(), "targets");
            }
          });
    }
    work.summary(new OptimisedTables.All(found));
  }

  private List<Goals.Goal> goals(Projector projector, LearnedWorld world) {
    try {
      return Goals.of(options.targetFunctions(), projector, world.simulator().size().actions());
    } catch (IllegalArgumentException e) {
      throw new WorkProblem("analyses.target_functions." + e.getMessage(), e);
    }
  }

  /** Every fourth target, so that shards have some of each kind. */
  private static List<Goals.Goal> own(List<Goals.Goal> all, int shard) {
    List<Goals.Goal> own = new ArrayList<>();
    for (int i = shard; i < all.size(); i += SHARDS) own.add(all.get(i));
    return own;
  }

  private FrameSheet sheet(Goals.Goal goal, OptimisedBeginnings.Result result, int side) {
    int shown = Math.min(options.targetFunctions().shown(), result.last().size());
    List<FrameSheet.Row> rows = new ArrayList<>();
    FigureData data = new FigureData("sample", "before", "after");
    for (int b = 0; b < shown; b++) {
      SimulatedSample before = result.first().get(b);
      SimulatedSample after = result.last().get(b);
      rows.add(new FrameSheet.Row("sample " + b + " before", Clip.of(before.frames(), side, side)));
      rows.add(new FrameSheet.Row("sample " + b + " after", Clip.of(after.frames(), side, side)));
      data.add(b, result.before()[b], result.after()[b]);
    }
    return new FrameSheet(
        "optimised-" + goal.name().replace('_', '-'),
        "Rollouts that make " + goal.name() + " large",
        "Random beginnings as they are and moved until %s was as large as it became."
            .formatted(goal.name()),
        IntStream.range(0, options.steps()).mapToObj(t -> "" + t).toList(),
        rows,
        data);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    return OptimisedTables.finish(work);
  }
}
