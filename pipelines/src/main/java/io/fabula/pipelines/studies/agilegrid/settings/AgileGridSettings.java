package io.fabula.pipelines.studies.agilegrid.settings;

import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.studies.actionsets.InterventionSettings;
import java.util.List;
import java.util.stream.LongStream;

/** All settings of the study. */
public record AgileGridSettings(
    @Meaning("root seed; with several seeds the trainings have this one and those after it")
        long seed,
    @Meaning("trainings of each agent") int seeds,
    @Meaning(
            "agile, utility, mask_output, mask_input_output, summary_gat, summary_lstm,"
                + " summary_deep_set, agile_gcn, agile_only_action, agile_gatv2 (ours); several"
                + " joined by +, published for the first nine, all for all of them")
        String agent,
    @Meaning("the world") WorldSettings world,
    @Meaning("the agents' networks") NetworkSettings network,
    @Meaning("how they learn") PpoSettings training,
    @Meaning("how they are judged") EvaluationSettings evaluation,
    @Meaning("what is written down of their decisions") ExplanationSettings explanation,
    @Meaning("how their sets are changed") InterventionSettings intervention) {
  public AgileGridSettings {
    Range.atLeast("seeds", seeds, 1);
    AgentChoice.of(agent);
    training.requireDivisible();
  }

  /** The agents of the run. */
  public List<SetAgent> agents() {
    return AgentChoice.of(agent);
  }

  /** The seeds of the trainings. */
  public List<Long> trainingSeeds() {
    return LongStream.range(seed, seed + seeds).boxed().toList();
  }
}
