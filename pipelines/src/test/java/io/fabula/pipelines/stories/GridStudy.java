package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.HiddenStateReduction;
import io.fabula.analysis.decomposition.IndependentComponents;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.analysis.report.Report;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WatchedCourse;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.Study;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A study of stories in DoorKey: another world, another network, the stages that all share. */
public final class GridStudy implements Study<GridStudy.Settings> {
  /** All settings. */
  public record Settings(
      @Meaning("root seed") long seed,
      @Meaning("how stories are told") StorySettings stories,
      @Meaning("what is asked beside") RequestSettings request) {}

  /** Small agents in a small DoorKey that is seen whole. */
  record Rooms(int size) implements Subject {
    @Override
    public EditableWorld newWorld() {
      return new DoorKey(size, DoorKeyView.FULL);
    }

    @Override
    public RecurrentNetwork agent(Artifact artifact) throws IOException {
      float[] drawn =
          TensorFile.read(artifact.file("agent.safetensors")).floats("agent", List.of(2));
      return new GridAgent(newWorld().spec(), (long) drawn[0], drawn[1]);
    }
  }

  /** Agents that learned nothing. */
  record Drawn(Rooms rooms) implements NullAgents {
    @Override
    public RecurrentNetwork untrained(Artifact studied, long seed) {
      return new GridAgent(rooms.newWorld().spec(), seed, 0.01);
    }
  }

  /** Makes an agent: its seed, and how decided it is. */
  record MakeAgent(String name, Options options) implements Stage {
    record Options(long seed, double decided) implements Serializable {}

    @Override
    public int version() {
      return 1;
    }

    @Override
    public List<String> inputs() {
      return List.of();
    }

    @Override
    public void run(ShardWork work) throws Exception {
      TensorFile file = new TensorFile();
      float[] drawn = {options.seed(), (float) options.decided()};
      file.put("agent", new Tensor.Floats(List.of(2), drawn));
      work.tensors("agent.safetensors", file);
    }
  }

  /** Finds components of what an agent remembers of its own play. */
  record Reduce(String name, String agent, Options options) implements Stage {
    record Options(Rooms rooms, int components) implements Serializable {}

    @Override
    public int version() {
      return 1;
    }

    @Override
    public List<String> inputs() {
      return List.of(agent);
    }

    @Override
    public void run(ShardWork work) throws Exception {
      List<double[]> rows = new ArrayList<>();
      try (SteppingAgent player = new SteppingAgent(options.rooms().agent(work.input(agent)))) {
        for (WatchedCourse course :
            WatchedCourse.play(
                options.rooms().newWorld(),
                List.of(player),
                LongStream.range(0, 30).toArray(),
                new WatchedCourse.Options(40, 4, 1))) {
          for (int t = 0; t < course.length(); t++) {
            float[] state = course.after(0, t);
            double[] row = new double[state.length];
            for (int i = 0; i < row.length; i++) row[i] = state[i];
            rows.add(row);
          }
        }
      }
      HiddenStateReduction reduction =
          HiddenStateReduction.fit(
              Matrix.of(rows.subList(0, 600).toArray(double[][]::new)),
              new HiddenStateReduction.Options(
                  options.components(),
                  NeighbourOutliers.Options.PUBLISHED,
                  new IndependentComponents.Options(0.05, 500, 1, 1)));
      work.table(
          ProjectionTable.PART,
          ProjectionTable.schema(GridAgent.STATE, options.components()),
          table -> table.write(ProjectionTable.row(reduction.projector(), 1)));
    }
  }

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public String description() {
    return "stories of small agents in DoorKey";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny");
  }

  @Override
  public long seed(Settings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(Settings s) {
    Rooms rooms = new Rooms(6);
    List<Stage> stages = new ArrayList<>();
    List<EditWorlds.Watcher> watchers = new ArrayList<>();
    for (int i = 0; i <= s.stories().untrainedAgents(); i++) {
      stages.add(new MakeAgent("agent-" + i, new MakeAgent.Options(i + 11, i == 0 ? 1.5 : 0.01)));
      stages.add(new Reduce("reduce-" + i, "agent-" + i, new Reduce.Options(rooms, 3)));
      watchers.add(new EditWorlds.Watcher("agent-" + i, "reduce-" + i));
    }
    List<EditWorlds.Watcher> untrained = watchers.subList(1, watchers.size());
    stages.add(
        new PlayBlind("blind", "agent-0", PlayBlind.Options.of(s.seed(), rooms, s.stories())));
    stages.add(
        new EditWorlds(
            "edit",
            watchers.get(0),
            untrained,
            EditWorlds.Options.of(s.seed(), rooms, s.stories())));
    stages.add(
        new PushComponents(
            "push",
            watchers.get(0),
            untrained,
            "edit",
            PushComponents.Options.of(s.seed(), rooms, s.stories())));
    PlayPaths.Sources sources = new PlayPaths.Sources("agent-0", "reduce-0", "edit", "blind");
    PlayPaths.Options every = PlayPaths.Options.of(s.seed(), rooms, s.stories()).withLevel(1);
    stages.add(new PlayPaths("choose", sources, null, every));
    stages.add(new PlayPaths("confirm", sources, "choose", every));
    stages.add(
        new JudgeStories(
            "judge",
            new JudgeStories.Sources(
                "blind", "edit", "push", "choose", "confirm", null, Objections.none()),
            untrained.size(),
            JudgeStories.Options.of(s.seed(), rooms, s.stories())));
    stages.add(
        new FilmStories(
            "film",
            "agent-0",
            "blind",
            "judge",
            PlayBlind.Options.of(s.seed(), rooms, s.stories())));
    stages.addAll(onRequest(s));
    return List.copyOf(stages);
  }

  @Override
  public List<Stage> onRequest(Settings s) {
    Rooms rooms = new Rooms(6);
    EditWorlds.Watcher studied = new EditWorlds.Watcher("agent-0", "reduce-0");
    return List.of(
        new MoveGoal(
            "move",
            "agent-0",
            MoveGoal.Options.of(
                s.seed(),
                List.of(new MoveGoal.Place("here", rooms), new MoveGoal.Place("there", rooms)),
                "goal",
                s.stories(),
                s.request())),
        new SteerAgent(
            "steer", studied, SteerAgent.Options.of(s.seed(), rooms, s.stories(), s.request())),
        new ResampleStates(
            "resample",
            studied,
            "edit",
            ResampleStates.Options.of(s.seed(), rooms, s.stories(), s.request())),
        new FeedBackPaths(
            "feed-back",
            new PlayPaths.Sources("agent-0", "reduce-0", "edit", "blind"),
            "choose",
            new FeedBackPaths.Options(
                PlayPaths.Options.of(s.seed(), rooms, s.stories()).withLevel(1),
                s.stories().draws())),
        new CountFalsePositives(
            "false-positives",
            "agent-0",
            CountFalsePositives.Options.of(
                s.seed(), rooms, new Drawn(rooms), s.stories(), s.request())));
  }

  @Override
  public Report report(CompletedRun<Settings> run) {
    return new Report(
        "Grid", run.resolved().runId(), "", List.of(), List.of(), run.settings(), run.lineage());
  }
}
