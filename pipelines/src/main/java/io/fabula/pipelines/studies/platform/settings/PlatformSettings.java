package io.fabula.pipelines.studies.platform.settings;

import io.fabula.pipelines.config.Meaning;

/** All settings of the study. */
public record PlatformSettings(
    @Meaning("root seed; the agents' trainings have this seed and those after it") long seed,
    @Meaning("the agent and its learning rule") AgentSettings agent,
    @Meaning("how long agents are trained, and how many") TrainingSettings training,
    @Meaning("the baseline Q-PAMDP beside them") QPamdpSettings qPamdp,
    @Meaning("the greedy episodes that agents are compared by") EvaluationSettings evaluation,
    @Meaning("what is recorded of the best agent") RecordingSettings recording,
    @Meaning("how its decisions are explained") ExplanationSettings explanation,
    @Meaning("how explanations are put to the test") DeletionSettings deletion) {
  public PlatformSettings {
    long chosen = training.firstLevel();
    long played = evaluation.firstLevel();
    if (chosen < played + evaluation.episodes() && played < chosen + training.evalEpisodes()) {
      throw new IllegalArgumentException(
          "evaluation.first_level must leave out the levels %d to %d, which choose the best agent; got %d"
                  .formatted(chosen, chosen + training.evalEpisodes() - 1, played)
              + " with %d episodes".formatted(evaluation.episodes()));
    }
  }
}
