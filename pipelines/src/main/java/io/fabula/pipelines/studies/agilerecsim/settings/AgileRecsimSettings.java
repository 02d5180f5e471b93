package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.util.List;

/** All settings of the study. */
public record AgileRecsimSettings(
    @Meaning("root seed; of each agent the trainings have this seed and those after it") long seed,
    @Meaning(
            "agents to train: agile, utility, separate, mask_output, mask_input_output, dqn,"
                + " summary_gat, summary_lstm, summary_deep_set, agile_gcn, agile_only_action,"
                + " random")
        List<AgentName> agents,
    @Meaning("trainings of each agent") int seeds,
    @Meaning("the recommender world") WorldSettings world,
    @Meaning("what agents are made of, beside what their names say") AgentSettings agent,
    @Meaning("how they learn") TrainingSettings training,
    @Meaning("how they are judged") EvaluationSettings evaluation,
    @Meaning("whether networks can tell the commonest category of a set") ProbeSettings probe,
    @Meaning("how decisions are explained") ExplanationSettings explanation) {
  public AgileRecsimSettings {
    agents = List.copyOf(agents);
    if (agents.isEmpty()) throw new IllegalArgumentException("agents must name at least one");
    if (agents.stream().distinct().count() < agents.size()) {
      throw new IllegalArgumentException("agents must name each agent once, got " + agents);
    }
    Range.atLeast("seeds", seeds, 1);
  }
}
