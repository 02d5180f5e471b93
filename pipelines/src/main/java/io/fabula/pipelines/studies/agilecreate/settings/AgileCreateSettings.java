package io.fabula.pipelines.studies.agilecreate.settings;

import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.studies.actionsets.InterventionSettings;
import io.fabula.pipelines.studies.agilegrid.settings.AgentChoice;
import io.fabula.pipelines.studies.agilegrid.settings.ExplanationSettings;
import io.fabula.pipelines.studies.agilegrid.settings.NetworkSettings;
import io.fabula.pipelines.studies.agilegrid.settings.PpoSettings;
import java.util.List;
import java.util.stream.LongStream;

/** All settings of the study. */
public record AgileCreateSettings(
    @Meaning("root seed; with several seeds the trainings have this one and those after it")
        long seed,
    @Meaning("trainings of each agent") int seeds,
    @Meaning(
            "as in agile-grid: one of agile, utility, mask_output, mask_input_output, summary_gat,"
                + " summary_lstm, summary_deep_set, agile_gcn, agile_only_action, agile_gatv2"
                + " (ours); several joined by +, published or all")
        String agent,
    @Meaning("the world") WorldSettings world,
    @Meaning("how tools are described to agents") RepresentationSettings representation,
    @Meaning("the agents' networks") NetworkSettings network,
    @Meaning("how they learn") PpoSettings training,
    @Meaning("weight of the place's entropy beside that of the tool") double contEntropyCoef,
    @Meaning("how they are judged") EvaluationSettings evaluation,
    @Meaning("what is written down of their choices") ExplanationSettings explanation,
    @Meaning("how their sets are changed") InterventionSettings intervention) {
  public AgileCreateSettings {
    Range.atLeast("seeds", seeds, 1);
    Range.atLeast("cont_entropy_coef", contEntropyCoef, 0);
    training.requireDivisible();
    world.requireOffered(evaluation);
    if (representation.kind() == RepresentationSettings.Kind.LEARNED
        && world.useRandomEmbeddings()) {
      throw new IllegalArgumentException(
          "world.use_random_embeddings=true describes tools by random numbers: leave it out, or"
              + " representation.kind=learned");
    }
    for (SetAgent each : AgentChoice.of(agent)) {
      if (evaluation.meetsUnseenTools() && !each.playsUnseenActions()) {
        throw new IllegalArgumentException(
            "agent %s has an output for each tool, and those of tools that it never saw are not"
                    .formatted(each.id())
                + " trained: evaluate it with evaluation.splits=[train] alone");
      }
    }
  }

  /** The agents' world, in which tools are described as both places say. */
  public WorldSettings agentWorld() {
    return representation.kind() == RepresentationSettings.Kind.RANDOM
        ? world.withRandomEmbeddings()
        : world;
  }

  /** Whether the run learns how tools are described. */
  public boolean learnsTools() {
    return representation.kind() == RepresentationSettings.Kind.LEARNED;
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
