package io.fabula.pipelines.studies.interpret;

import static io.fabula.pipelines.studies.interpret.stages.StageNames.BLIND_PLAY;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CHOOSE_PATHS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.COUNT_FALSE_POSITIVES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.EDIT_WORLDS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.FEED_BACK_PATHS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.MOVE_COIN;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.REDUCE_HIDDEN_STATES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.RESAMPLE_STATES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.STEER_AGENT;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.TRAIN_AGENT;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stories.CountFalsePositives;
import io.fabula.pipelines.stories.EditWorlds;
import io.fabula.pipelines.stories.FeedBackPaths;
import io.fabula.pipelines.stories.MoveGoal;
import io.fabula.pipelines.stories.PlayPaths;
import io.fabula.pipelines.stories.RequestSettings;
import io.fabula.pipelines.stories.ResampleStates;
import io.fabula.pipelines.stories.SteerAgent;
import io.fabula.pipelines.stories.StorySettings;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.CoinRunSubject;
import io.fabula.pipelines.studies.interpret.stages.UntrainedBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What can be asked of the studied agent beside the chain. */
final class RequestedStages {
  private static final String COIN = "coin";

  private RequestedStages() {}

  /** Those that a run makes as well, with what they read. */
  static List<Stage> asked(InterpretSettings s) {
    List<Stage> all = all(s);
    List<String> names = all.stream().map(Stage::name).toList();
    Set<String> wanted = new TreeSet<>();
    for (String each : s.request().stages()) {
      String name = PublishedNames.all().getOrDefault(each, each);
      if (!names.contains(name)) {
        throw new UsageProblem("request.stages must be some of %s, got %s".formatted(names, each));
      }
      wanted.add(name);
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      if (wanted.contains(all.get(i).name())) wanted.addAll(all.get(i).inputs());
    }
    return all.stream().filter(each -> wanted.contains(each.name())).toList();
  }

  /** The others. */
  static List<Stage> notAsked(InterpretSettings s) {
    List<String> done = asked(s).stream().map(Stage::name).toList();
    return all(s).stream().filter(each -> !done.contains(each.name())).toList();
  }

  /** Experiments and analyses, inputs before what reads them. */
  private static List<Stage> all(InterpretSettings s) {
    List<Stage> all = new ArrayList<>(experiments(s));
    all.addAll(InterpretAnalyses.all(s));
    return all;
  }

  private static List<Stage> experiments(InterpretSettings s) {
    boolean trainableStart = s.agent().ppo().trainableInitialState();
    StorySettings stories = s.stories();
    RequestSettings request = s.request();
    Subject subject = new CoinRunSubject(s.world(), trainableStart);
    EditWorlds.Watcher studied = new EditWorlds.Watcher(TRAIN_AGENT, REDUCE_HIDDEN_STATES);
    List<Stage> stages = new ArrayList<>();
    stages.add(
        new MoveGoal(
            MOVE_COIN,
            TRAIN_AGENT,
            MoveGoal.Options.of(
                s.seed(),
                List.of(
                    new MoveGoal.Place(
                        "end", new CoinRunSubject(s.world().withMovedCoins(0), trainableStart)),
                    new MoveGoal.Place(
                        "anywhere",
                        new CoinRunSubject(s.world().withMovedCoins(1), trainableStart))),
                COIN,
                stories,
                request)));
    stages.add(
        new SteerAgent(
            STEER_AGENT, studied, SteerAgent.Options.of(s.seed(), subject, stories, request)));
    stages.add(
        new ResampleStates(
            RESAMPLE_STATES,
            studied,
            EDIT_WORLDS,
            ResampleStates.Options.of(s.seed(), subject, stories, request)));
    if (stories.pathLevels() > 0) {
      stages.add(
          new FeedBackPaths(
              FEED_BACK_PATHS,
              new PlayPaths.Sources(TRAIN_AGENT, REDUCE_HIDDEN_STATES, EDIT_WORLDS, BLIND_PLAY),
              CHOOSE_PATHS,
              new FeedBackPaths.Options(
                  PlayPaths.Options.of(s.seed(), subject, stories), stories.draws())));
    }
    stages.add(
        new CountFalsePositives(
            COUNT_FALSE_POSITIVES,
            TRAIN_AGENT,
            CountFalsePositives.Options.of(
                s.seed(), subject, new UntrainedBodies(trainableStart), stories, request)));
    return List.copyOf(stages);
  }
}
