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
    @Meaning("how decisions are explained") ExplanationSettings explanation,
    @Meaning("which worlds agents learn in: recsim, sample (the learned one) or both")
        Worlds worlds,
    @Meaning("agents of the learned world; the same names") List<AgentName> policies,
    @Meaning("the log of clicks that the learned world is made from") LogSettings log,
    @Meaning("embeddings, the model of clicks, and agents among its users")
        ClickModelSettings clickModel) {
  /** Worlds that agents learn in. */
  public enum Worlds {
    RECSIM,
    SAMPLE,
    BOTH
  }

  public AgileRecsimSettings {
    agents = List.copyOf(agents);
    if (agents.isEmpty()) throw new IllegalArgumentException("agents must name at least one");
    if (agents.stream().distinct().count() < agents.size()) {
      throw new IllegalArgumentException("agents must name each agent once, got " + agents);
    }
    Range.atLeast("seeds", seeds, 1);
    policies = List.copyOf(policies);
    if (!log.given()) {
      log.generator(world.slateSize(), seed); // refuses what cannot be made
      int fewest = Math.min(log.offlineItems(), log.onlineItems());
      if (worlds != Worlds.RECSIM && fewest <= world.numCandidates()) {
        throw new IllegalArgumentException(
            "log.offline_items and log.online_items must be above world.num_candidates %d, got %d"
                .formatted(world.numCandidates(), fewest));
      }
    }
  }
}
