package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.analyses.AnalysesSettings;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.stories.RequestSettings;
import io.fabula.pipelines.stories.StorySettings;

/** All settings of the study. */
public record InterpretSettings(
    @Meaning("root seed: everything random comes from it") long seed,
    @Meaning("which CoinRun is played") WorldSettings world,
    @Meaning("the agent and its training") AgentSettings agent,
    @Meaning("the agent against scripted policies") EvaluationSettings evaluation,
    @Meaning("what is recorded of the agent") RecordingSettings recording,
    @Meaning("the simulator and its training") SimulatorSettings simulator,
    @Meaning("how far ahead the simulator sees") PredictionSettings prediction,
    @Meaning("what is simulated") SimulationSettings simulation,
    @Meaning("how hidden states are reduced") ReductionSettings reduction,
    @Meaning("how behaviours are found") BehaviourSettings behaviours,
    @Meaning("how components are correlated over time") CorrelationSettings correlations,
    @Meaning("how causal stories are told and judged") StorySettings stories,
    @Meaning("the simulator's gradients against real pushes") GradientSettings gradients,
    @Meaning("experiments that are made only when they are asked for") RequestSettings request,
    @Meaning("the agent that comes along") ReferenceSettings reference,
    @Meaning("analyses beside the verdicts") AnalysesSettings analyses) {
  /** Checks what several settings must fulfil together. */
  public InterpretSettings {
    Combinations.check(
        new Combinations.Groups(
            world,
            agent,
            evaluation,
            recording,
            simulator,
            prediction,
            simulation,
            reduction,
            behaviours,
            correlations,
            stories,
            gradients,
            analyses));
  }

  /** Whether the stories of the agent that comes along are told beside another agent's. */
  public boolean tellsReference() {
    return reference.stories() && !agent.from().equals(AgentSettings.REFERENCE);
  }

  /** The settings by which the agent that comes along is told of beside the studied one. */
  public InterpretSettings withReferenceAgent() {
    return new InterpretSettings(
        seed,
        world,
        agent.withFrom(AgentSettings.REFERENCE),
        evaluation.atMost(reference.levels()),
        recording.withEpisodes(reference.episodes()),
        simulator,
        prediction,
        simulation,
        reduction.withIcs(reference.ics()),
        behaviours,
        correlations,
        stories,
        gradients,
        request,
        reference,
        analyses);
  }
}
