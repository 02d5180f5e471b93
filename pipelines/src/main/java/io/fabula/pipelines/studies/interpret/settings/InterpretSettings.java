package io.fabula.pipelines.studies.interpret.settings;

/**
 * All settings of the study.
 *
 * @param seed root seed: everything random comes from it
 * @param world which CoinRun is played
 * @param agent the agent and its training
 * @param evaluation the agent against scripted policies
 * @param recording what is recorded of the agent
 * @param simulator the simulator and its training
 * @param prediction how far ahead the simulator sees
 * @param simulation what is simulated
 * @param reduction how hidden states are reduced
 * @param behaviours how behaviours are found
 * @param stories how causal stories are told and judged
 */
public record InterpretSettings(
    long seed,
    WorldSettings world,
    AgentSettings agent,
    EvaluationSettings evaluation,
    RecordingSettings recording,
    SimulatorSettings simulator,
    PredictionSettings prediction,
    SimulationSettings simulation,
    ReductionSettings reduction,
    BehaviourSettings behaviours,
    StorySettings stories) {}
