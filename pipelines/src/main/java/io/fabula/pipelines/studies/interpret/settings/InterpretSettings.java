package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Meaning;

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
    @Meaning("how causal stories are told and judged") StorySettings stories) {
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
            stories));
  }
}
