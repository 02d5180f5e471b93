package io.fabula.pipelines.studies.interpret;

import static io.fabula.pipelines.studies.interpret.stages.StageNames.BLIND_PLAY;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CAUSAL_STORIES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CHOOSE_PATHS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CLUSTER_BEHAVIOURS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.COMPARE_GRADIENTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.COMPONENT_STABILITY;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CONFIRM_PATHS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CORRELATE_COMPONENTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.EDIT_WORLDS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.EVALUATE_AGENT;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.EVALUATE_SIMULATOR;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.FILM_STORIES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.PUSH_COMPONENTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.RECORD_ROLLOUTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.RECORD_SIMULATED_ROLLOUTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.REDUCE_HIDDEN_STATES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.REFERENCE;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.TRAIN_AGENT;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.TRAIN_SIMULATOR;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.UNTRAINED_AGENT;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stories.EditWorlds;
import io.fabula.pipelines.stories.FilmStories;
import io.fabula.pipelines.stories.JudgeStories;
import io.fabula.pipelines.stories.PlayBlind;
import io.fabula.pipelines.stories.PlayPaths;
import io.fabula.pipelines.stories.PushComponents;
import io.fabula.pipelines.stories.StorySettings;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agents.EvaluateAgent;
import io.fabula.pipelines.studies.agents.RecordRollouts;
import io.fabula.pipelines.studies.interpret.panel.InterpretPanel;
import io.fabula.pipelines.studies.interpret.report.InterpretReport;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.AgentComparison;
import io.fabula.pipelines.studies.interpret.stages.AgentRecording;
import io.fabula.pipelines.studies.interpret.stages.ClusterBehaviours;
import io.fabula.pipelines.studies.interpret.stages.CoinRunSubject;
import io.fabula.pipelines.studies.interpret.stages.CompareGradients;
import io.fabula.pipelines.studies.interpret.stages.CorrelateComponents;
import io.fabula.pipelines.studies.interpret.stages.EvaluateSimulator;
import io.fabula.pipelines.studies.interpret.stages.MeasureStability;
import io.fabula.pipelines.studies.interpret.stages.NotBetterThanRandom;
import io.fabula.pipelines.studies.interpret.stages.RecordSimulatedRollouts;
import io.fabula.pipelines.studies.interpret.stages.ReduceHiddenStates;
import io.fabula.pipelines.studies.interpret.stages.TrainAgent;
import io.fabula.pipelines.studies.interpret.stages.TrainSimulator;
import io.fabula.pipelines.studies.interpret.stages.UntrainedAgent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The main chain: from training an agent in CoinRun to the causal stories of what it sees. */
public final class InterpretStudy implements Study<InterpretSettings> {
  @Override
  public String name() {
    return "interpret";
  }

  @Override
  public String description() {
    return "which features a CoinRun agent depends on, and through which hidden-state directions";
  }

  @Override
  public Class<InterpretSettings> settings() {
    return InterpretSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(InterpretSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(InterpretSettings s) {
    List<Stage> stages = new ArrayList<>();
    addAgent(stages, AgentArm.STUDIED, s);
    addSimulator(stages, s);
    addStories(stages, AgentArm.STUDIED, s);
    if (s.tellsReference()) {
      InterpretSettings reference = s.withReferenceAgent();
      addAgent(stages, REFERENCE, reference);
      addStories(stages, REFERENCE, reference);
    }
    stages.addAll(RequestedStages.asked(s));
    return List.copyOf(stages);
  }

  @Override
  public List<Stage> onRequest(InterpretSettings s) {
    return RequestedStages.notAsked(s);
  }

  @Override
  public Map<String, String> otherNames() {
    return PublishedNames.all();
  }

  @Override
  public Report report(CompletedRun<InterpretSettings> run) throws IOException {
    return InterpretReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<InterpretSettings> run) throws IOException {
    return new InterpretPanel(run);
  }

  /** An agent, how well it does, its rollouts and the components of its states. */
  private static void addAgent(List<Stage> stages, AgentArm arm, InterpretSettings s) {
    boolean trainableStart = s.agent().ppo().trainableInitialState();
    String agent = agent(arm);
    stages.add(new TrainAgent(agent, TrainAgent.Options.of(s)));
    stages.add(
        new EvaluateAgent<>(
            arm.of(EVALUATE_AGENT),
            agent,
            new AgentComparison(s.seed(), s.world(), trainableStart, s.evaluation())));
    stages.add(
        new RecordRollouts<>(
            arm.of(RECORD_ROLLOUTS),
            agent,
            new AgentRecording(s.seed(), s.world(), trainableStart, s.recording())));
    stages.add(
        new ReduceHiddenStates(
            arm.of(REDUCE_HIDDEN_STATES),
            arm.of(RECORD_ROLLOUTS),
            null,
            arm.studied(),
            new ReduceHiddenStates.Options(s.seed(), trainableStart, s.reduction())));
    stages.add(
        new MeasureStability(
            arm.of(COMPONENT_STABILITY),
            arm.of(RECORD_ROLLOUTS),
            arm.of(REDUCE_HIDDEN_STATES),
            new MeasureStability.Options(s.seed(), s.reduction())));
  }

  /** The simulator of the studied agent's world, and what is found in it. */
  private static void addSimulator(List<Stage> stages, InterpretSettings s) {
    stages.add(
        new TrainSimulator(
            TRAIN_SIMULATOR,
            TRAIN_AGENT,
            RECORD_ROLLOUTS,
            true,
            new TrainSimulator.Options(s.seed(), s.simulator())));
    stages.add(
        new EvaluateSimulator(
            EVALUATE_SIMULATOR,
            TRAIN_AGENT,
            RECORD_ROLLOUTS,
            TRAIN_SIMULATOR,
            new EvaluateSimulator.Options(s.seed(), s.simulator(), s.prediction())));
    stages.add(
        new RecordSimulatedRollouts(
            RECORD_SIMULATED_ROLLOUTS,
            TRAIN_AGENT,
            RECORD_ROLLOUTS,
            TRAIN_SIMULATOR,
            true,
            new RecordSimulatedRollouts.Options(s.seed(), s.simulator(), s.simulation())));
    stages.add(
        new ClusterBehaviours(
            CLUSTER_BEHAVIOURS,
            RECORD_SIMULATED_ROLLOUTS,
            new ClusterBehaviours.Illustration(RECORD_ROLLOUTS, s.simulator().contextFrames()),
            new ClusterBehaviours.Options(s.behaviours())));
    stages.add(
        new CorrelateComponents(
            CORRELATE_COMPONENTS,
            REDUCE_HIDDEN_STATES,
            RECORD_SIMULATED_ROLLOUTS,
            CLUSTER_BEHAVIOURS,
            new CorrelateComponents.Options(s.correlations())));
  }

  /** Interventions on an agent and its world, and what they show. */
  private static void addStories(List<Stage> stages, AgentArm arm, InterpretSettings s) {
    StorySettings stories = s.stories();
    boolean trainableStart = s.agent().ppo().trainableInitialState();
    Subject subject = new CoinRunSubject(s.world(), trainableStart);
    List<AgentArm> untrained = arm.untrainedAgents(stories.untrainedAgents());
    for (AgentArm each : untrained) {
      stages.add(
          new UntrainedAgent(
              agent(each), agent(arm), each.untrained(), new UntrainedAgent.Options(s.seed())));
      stages.add(
          new ReduceHiddenStates(
              each.of(REDUCE_HIDDEN_STATES),
              arm.of(RECORD_ROLLOUTS),
              agent(each),
              false,
              new ReduceHiddenStates.Options(s.seed(), trainableStart, s.reduction())));
    }
    stages.add(
        new PlayBlind(
            arm.of(BLIND_PLAY), agent(arm), PlayBlind.Options.of(s.seed(), subject, stories)));
    stages.add(
        new EditWorlds(
            arm.of(EDIT_WORLDS),
            watcher(arm),
            untrained.stream().map(InterpretStudy::watcher).toList(),
            EditWorlds.Options.of(s.seed(), subject, stories)));
    stages.add(
        new PushComponents(
            arm.of(PUSH_COMPONENTS),
            watcher(arm),
            untrained.stream().map(InterpretStudy::watcher).toList(),
            arm.of(EDIT_WORLDS),
            PushComponents.Options.of(s.seed(), subject, stories)));
    if (arm.studied()) {
      stages.add(
          new CompareGradients(
              COMPARE_GRADIENTS,
              CompareGradients.Sources.STUDIED,
              new CompareGradients.Options(
                  s.seed(), s.simulator(), subject, stories.features(), s.gradients())));
    }
    boolean paths = stories.pathLevels() > 0;
    if (paths) {
      PlayPaths.Sources sources =
          new PlayPaths.Sources(
              agent(arm), arm.of(REDUCE_HIDDEN_STATES), arm.of(EDIT_WORLDS), arm.of(BLIND_PLAY));
      PlayPaths.Options options = PlayPaths.Options.of(s.seed(), subject, stories);
      stages.add(new PlayPaths(arm.of(CHOOSE_PATHS), sources, null, options));
      stages.add(new PlayPaths(arm.of(CONFIRM_PATHS), sources, arm.of(CHOOSE_PATHS), options));
    }
    stages.add(
        new JudgeStories(
            arm.of(CAUSAL_STORIES),
            new JudgeStories.Sources(
                arm.of(BLIND_PLAY),
                arm.of(EDIT_WORLDS),
                arm.of(PUSH_COMPONENTS),
                paths ? arm.of(CHOOSE_PATHS) : null,
                paths ? arm.of(CONFIRM_PATHS) : null,
                arm.studied() ? COMPARE_GRADIENTS : null,
                new NotBetterThanRandom(arm.of(EVALUATE_AGENT))),
            untrained.size(),
            JudgeStories.Options.of(s.seed(), subject, stories)));
    stages.add(
        new FilmStories(
            arm.of(FILM_STORIES),
            agent(arm),
            arm.of(BLIND_PLAY),
            arm.of(CAUSAL_STORIES),
            PlayBlind.Options.of(s.seed(), subject, stories)));
  }

  private static String agent(AgentArm arm) {
    return arm.agent(TRAIN_AGENT, UNTRAINED_AGENT);
  }

  private static EditWorlds.Watcher watcher(AgentArm arm) {
    return new EditWorlds.Watcher(agent(arm), arm.of(REDUCE_HIDDEN_STATES));
  }
}
