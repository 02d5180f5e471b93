package io.fabula.pipelines.analyses;

import io.fabula.analysis.report.Report;
import io.fabula.envs.Environment;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.agents.RewardScale;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.analyses.behaviours.DescribeBehaviours;
import io.fabula.pipelines.analyses.consistency.CompareDynamics;
import io.fabula.pipelines.analyses.edits.SaliencyAgainstEdits;
import io.fabula.pipelines.analyses.extremes.FindExtremes;
import io.fabula.pipelines.analyses.generation.InterpolateBeginnings;
import io.fabula.pipelines.analyses.generation.OptimiseSamples;
import io.fabula.pipelines.analyses.jacobians.ClusterGradients;
import io.fabula.pipelines.analyses.maps.ChooseFactors;
import io.fabula.pipelines.analyses.maps.MapBeginnings;
import io.fabula.pipelines.analyses.maps.MapBehaviours;
import io.fabula.pipelines.analyses.maps.MapHiddenStates;
import io.fabula.pipelines.analyses.maps.MapSimulatorStates;
import io.fabula.pipelines.analyses.policies.ComparePolicies;
import io.fabula.pipelines.analyses.policies.OneActionAgent;
import io.fabula.pipelines.analyses.prediction.MeasureLossOverTime;
import io.fabula.pipelines.analyses.saliency.ComputeSaliency;
import io.fabula.pipelines.analyses.swaps.SwapInGame;
import io.fabula.pipelines.analyses.swaps.SwapInSimulator;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agents.PlayedAgent;
import io.fabula.pipelines.studies.agents.RecordRollouts;
import io.fabula.pipelines.studies.agents.Recording;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import io.fabula.pipelines.studies.interpret.settings.BehaviourSettings;
import io.fabula.pipelines.studies.interpret.settings.ReductionSettings;
import io.fabula.pipelines.studies.interpret.settings.SimulationSettings;
import io.fabula.pipelines.studies.interpret.settings.SimulatorSettings;
import io.fabula.pipelines.studies.interpret.stages.ClusterBehaviours;
import io.fabula.pipelines.studies.interpret.stages.RecordSimulatedRollouts;
import io.fabula.pipelines.studies.interpret.stages.ReduceHiddenStates;
import io.fabula.pipelines.studies.interpret.stages.TrainSimulator;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** All analyses of a recurrent agent in painted rooms: another world than the study's own. */
public final class RoomsStudy implements Study<RoomsStudy.Settings> {
  private static final LearnedWorld.Sources SOURCES =
      new LearnedWorld.Sources("agent", "simulator", "samples", "reduction");

  /** All settings. */
  public record Settings(
      @Meaning("root seed") long seed,
      @Meaning("the simulator") SimulatorSettings simulator,
      @Meaning("what is simulated") SimulationSettings simulation,
      @Meaning("how hidden states are reduced") ReductionSettings reduction,
      @Meaning("how behaviours are found") BehaviourSettings behaviours,
      @Meaning("analyses") AnalysesSettings analyses) {}

  /** A small agent that sees the whole picture. */
  record Rooms() implements Subject {
    @Override
    public EditableWorld newWorld() {
      return new PaintedRooms();
    }

    @Override
    public RecurrentNetwork agent(Artifact artifact) throws IOException {
      return new ImpalaAgent(LearnedWorld.agent(artifact), false);
    }
  }

  /** Makes the agent: random weights. */
  record MakeAgent(String name, Options options) implements Stage {
    record Options(long seed) implements Serializable {}

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
      int actions = new PaintedRooms().spec().actions().count();
      ImpalaArchitecture size =
          new ImpalaArchitecture(PaintedRooms.SIDE, 1, 1, List.of(4, 8), 12, 10, true, actions);
      try (ImpalaNetwork network = ImpalaNetwork.create(size, options.seed())) {
        TensorFile file = network.save();
        RewardScale.NONE.save(file);
        work.tensors(TrainByPpo.AGENT, file);
      }
    }
  }

  /** Its recording. */
  record Recorded(long seed, int count) implements Recording {
    @Override
    public Environment newWorld() {
      return new PaintedRooms();
    }

    @Override
    public PlayedAgent open(Artifact artifact) throws IOException {
      ImpalaNetwork network = LearnedWorld.agent(artifact);
      return new PlayedAgent(
          NetworkPolicy.sampled(new ImpalaAgent(network, false)),
          RewardScale.read(TensorFile.read(artifact.file(TrainByPpo.AGENT))),
          network::close);
    }

    @Override
    public ShardCount episodes() {
      return new ShardCount(count, count);
    }

    @Override
    public int maximumSteps() {
      return 40;
    }
  }

  @Override
  public String name() {
    return "rooms";
  }

  @Override
  public String description() {
    return "analyses of a small agent in painted rooms";
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
    List<Stage> stages = new ArrayList<>();
    stages.add(new MakeAgent("agent", new MakeAgent.Options(3)));
    stages.add(new MakeAgent("other", new MakeAgent.Options(4)));
    stages.add(new RecordRollouts<>("rollouts", "agent", new Recorded(s.seed(), 8)));
    stages.add(
        new ReduceHiddenStates(
            "reduction",
            "rollouts",
            null,
            false,
            new ReduceHiddenStates.Options(s.seed(), false, s.reduction())));
    stages.add(
        new TrainSimulator(
            "simulator",
            "agent",
            "rollouts",
            false,
            new TrainSimulator.Options(s.seed(), s.simulator())));
    stages.add(
        new RecordSimulatedRollouts(
            "samples",
            "agent",
            "rollouts",
            "simulator",
            false,
            new RecordSimulatedRollouts.Options(s.seed(), s.simulator(), s.simulation())));
    stages.add(
        new ClusterBehaviours(
            "behaviours", "samples", null, new ClusterBehaviours.Options(s.behaviours())));
    addAnalyses(stages, s);
    return List.copyOf(stages);
  }

  private static void addAnalyses(List<Stage> stages, Settings s) {
    AnalysesSettings a = s.analyses();
    int steps = s.simulation().steps();
    Subject subject = new Rooms();
    stages.add(
        new ComputeSaliency(
            "saliency",
            SOURCES,
            new ComputeSaliency.Options(
                s.seed(),
                s.simulation().samples(),
                steps,
                List.of(new NamedActions("turning", List.of(0, 1))),
                a.saliency())));
    stages.add(
        new CompareDynamics(
            "consistency",
            new CompareDynamics.Sources("saliency", "samples", "behaviours", "reduction"),
            new CompareDynamics.Options(s.seed(), true, a.consistency())));
    stages.add(
        new SaliencyAgainstEdits(
            "edits",
            "agent",
            List.of("other"),
            new SaliencyAgainstEdits.Options(s.seed(), subject, a.edits())));
    stages.add(
        new SwapInGame(
            "swap-game",
            "agent",
            "reduction",
            new SwapInGame.Options(s.seed(), subject, a.swap())));
    stages.add(
        new SwapInSimulator(
            "swap-simulator", SOURCES, new SwapInSimulator.Options(s.seed(), steps, 1, a.swap())));
    stages.add(
        new MapHiddenStates(
            "map-hidden",
            "rollouts",
            SOURCES,
            new MapHiddenStates.Options(s.seed(), 100, 6, 2, a.hiddenMap(), a.factors())));
    stages.add(
        new MapSimulatorStates(
            "map-simulator",
            "samples",
            new MapSimulatorStates.Options(s.seed(), s.simulation().samples(), a.worldMap(), 128)));
    stages.add(
        new MapBeginnings(
            "map-beginnings",
            "samples",
            new MapBeginnings.Options(s.seed(), s.simulation().samples(), a.bottleneckMap())));
    stages.add(
        new DescribeBehaviours(
            "describe",
            new DescribeBehaviours.Sources("rollouts", "samples", "behaviours"),
            new DescribeBehaviours.Options(
                s.seed(), subject, s.simulator().contextFrames(), a.meaning())));
    stages.add(
        new MapBehaviours(
            "map-behaviours",
            new MapBehaviours.Sources("samples", "behaviours"),
            new MapBehaviours.Options(s.seed(), s.simulation().samples(), a.behaviourMap())));
    stages.add(
        new FindExtremes(
            "extremes",
            "samples",
            "reduction",
            new FindExtremes.Options(
                s.simulation().samples(), a.saliency().timestep(), a.extremes())));
    stages.add(
        new ClusterGradients(
            "gradients",
            new ClusterGradients.Sources("saliency", "samples", "behaviours"),
            new ClusterGradients.Options(s.seed(), a.jacobian())));
    stages.add(
        new ChooseFactors(
            "factors", "rollouts", new ChooseFactors.Options(s.seed(), 100, a.factorChoice())));
    stages.add(
        new MeasureLossOverTime(
            "loss",
            "agent",
            "rollouts",
            "simulator",
            new MeasureLossOverTime.Options(s.seed(), s.simulator(), a.lossOverTime())));
    stages.add(
        new InterpolateBeginnings(
            "interpolate",
            SOURCES,
            new InterpolateBeginnings.Options(s.seed(), steps, a.interpolation())));
    stages.add(
        new OptimiseSamples(
            "optimise", SOURCES, new OptimiseSamples.Options(s.seed(), steps, a.targetFunc())));
    stages.add(new OneActionAgent("forward", "agent", new OneActionAgent.Options(5, 2)));
    stages.add(new RecordRollouts<>("forward-rollouts", "forward", new Recorded(9, 6)));
    stages.add(
        new ComparePolicies(
            "policies",
            "simulator",
            new ComparePolicies.Options(
                s.seed(),
                s.simulator(),
                4,
                List.of(
                    new ComparePolicies.Policy("agent", "agent", "rollouts"),
                    new ComparePolicies.Policy("forward", "forward", "forward-rollouts")),
                a.policies())));
  }

  @Override
  public Report report(CompletedRun<Settings> run) {
    return new Report(
        "Rooms", run.resolved().runId(), "", List.of(), List.of(), run.settings(), run.lineage());
  }
}
