package io.fabula.pipelines.studies.scinet.settings;

import io.fabula.model.scinet.GlowTargets;
import io.fabula.model.scinet.PolicyOptions;
import io.fabula.model.training.Budget;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** Where the agents come from, and how they learn. */
public record AgentSettings(
    @Meaning("training, published (tables of the published agents) or oracle (they know the way)")
        Source from,
    @Meaning("episodes of each agent's training") int episodes,
    @Meaning("episodes played side by side") int lanes,
    @Meaning("units of the hidden layers") List<Integer> hidden,
    @Meaning("fresh samples per update") int batch,
    @Meaning("learning rate of Adam") double learningRate,
    @Meaning("L2 factor added to gradients") double weightDecay,
    @Meaning("factor of preferences in the softmax over actions") double softmax,
    @Meaning("share of the glow lost per step") double glow,
    @Meaning("share of a preference lost per visit") double damping,
    @Meaning("glow that is too little for a sample") double threshold,
    @Meaning("episodes per row of the log") int logEvery,
    @Meaning("episodes per start cell by which agents are judged") int evaluationRepeats)
    implements Serializable {
  /** Where agents come from. */
  public enum Source {
    TRAINING,
    PUBLISHED,
    ORACLE
  }

  public AgentSettings {
    hidden = List.copyOf(hidden);
    Range.atLeast("episodes", episodes, 1);
    Range.atLeast("lanes", lanes, 1);
    Range.atLeast("batch", batch, 1);
    Range.above("learning_rate", learningRate, 0);
    Range.atLeast("weight_decay", weightDecay, 0);
    Range.atLeast("softmax", softmax, 0);
    Range.within("glow", glow, 0, 1);
    Range.within("damping", damping, 0, 1);
    Range.atLeast("threshold", threshold, 0);
    Range.atLeast("log_every", logEvery, 1);
    Range.atLeast("evaluation_repeats", evaluationRepeats, 1);
    if (hidden.isEmpty() || hidden.stream().anyMatch(units -> units < 1)) {
      throw new IllegalArgumentException("hidden must be numbers of at least 1, got " + hidden);
    }
  }

  /** How episodes become targets. */
  public GlowTargets targets() {
    return new GlowTargets(glow, damping, threshold);
  }

  /** How agents learn. */
  public PolicyOptions options() {
    return new PolicyOptions(
        new Budget.Steps(episodes),
        lanes,
        hidden,
        batch,
        learningRate,
        weightDecay,
        softmax,
        targets(),
        logEvery);
  }
}
