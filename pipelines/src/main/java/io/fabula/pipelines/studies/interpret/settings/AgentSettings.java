package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.training.Budget;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** The agent and how it comes about. */
public record AgentSettings(
    @Meaning(
            "where the agent's weights come from: training, reference (the agent that comes along),"
                + " or the path of a safetensors file")
        String from,
    @Meaning(
            "side in pixels of the blocks of the frame that are averaged before it looks; 1, 2 or"
                + " 4")
        int pool,
    @Meaning("stride of its first convolution, 1 or 2") int stride,
    @Meaning("channels of its convolutional blocks, one number per block") List<Integer> channels,
    @Meaning("units of the linear layer behind them") int embedding,
    @Meaning("units of its GRU, the size of the hidden state") int hidden,
    @Meaning("whether there is a GRU") boolean recurrent,
    @Meaning("minutes of wall clock to train; 0 to train for frames") double minutes,
    @Meaning("frames to train for where minutes is 0") long frames,
    @Meaning("how many agents to keep along the way, the last included") int agentFiles,
    @Meaning("the algorithm's settings") PpoSettings ppo)
    implements Serializable {
  /** Side of the frames that the agent looks at, pixels. */
  public static final int FRAME = 64;

  /** It is trained. */
  public static final String TRAINING = "training";

  /** It comes with the study. */
  public static final String REFERENCE = "reference";

  /** Side of the squares of pixels of which that agent sees the averages. */
  public static final int REFERENCE_POOL = 2;

  private static final int ACTIONS = 15;

  public AgentSettings {
    channels = List.copyOf(channels);
    boolean known =
        from.equals(TRAINING)
            || from.equals(REFERENCE)
            || from.endsWith(".safetensors")
            || from.endsWith(".zip");
    if (!known) {
      throw new IllegalArgumentException(
          "from must be training, reference or the path of a .safetensors file, got " + from);
    }
    if (pool != 1 && pool != 2 && pool != 4) {
      throw new IllegalArgumentException("pool must be 1, 2 or 4, got " + pool);
    }
    Range.within("stride", stride, 1, 2);
    Range.atLeast("embedding", embedding, 1);
    Range.atLeast("hidden", hidden, 1);
    if (!recurrent && hidden != embedding) {
      throw new IllegalArgumentException(
          "hidden must equal embedding without recurrence, got " + hidden + " and " + embedding);
    }
    Range.atLeast("minutes", minutes, 0);
    Range.atLeast("frames", (double) frames, 0);
    Range.atLeast("agent_files", agentFiles, 1);
    if (minutes == 0 && frames == 0) {
      throw new IllegalArgumentException("minutes or frames must be above 0, both are 0");
    }
  }

  /** The same with weights from elsewhere. */
  public AgentSettings withFrom(String source) {
    return new AgentSettings(
        source,
        pool,
        stride,
        channels,
        embedding,
        hidden,
        recurrent,
        minutes,
        frames,
        agentFiles,
        ppo);
  }

  /** Whether the agent is read from a file that was named. */
  public boolean given() {
    return !from.equals(TRAINING) && !from.equals(REFERENCE);
  }

  public ImpalaArchitecture architecture() {
    return new ImpalaArchitecture(
        FRAME, pool, stride, channels, embedding, hidden, recurrent, ACTIONS);
  }

  public Budget budget() {
    return minutes > 0 ? new Budget.Minutes(minutes) : new Budget.Steps(frames);
  }
}
