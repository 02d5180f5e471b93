package io.fabula.pipelines.studies.agilecreate.settings;

import io.fabula.model.trajectories.TrajectoryVaeOptions;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How tools are described to agents, and how that is learned. */
public record RepresentationSettings(
    @Meaning(
            "parametric for type and features; learned from how balls behave at them; random for"
                + " random numbers, as a control, which world.use_random_embeddings=true says too")
        Kind kind,
    @Meaning("numbers that describe a tool, and units of the layers between, where it is learned")
        int size,
    @Meaning("units of each LSTM that reads or tells trajectories, in each direction") int lstmSize,
    @Meaning("balls thrown at each tool") int playTrajectories,
    @Meaning("tools in a step of learning") int batchTools,
    @Meaning("trajectories of each of them in a step, drawn from those there are")
        int batchTrajectories,
    @Meaning("passes over the training tools") int epochs,
    @Meaning("learning rate of RAdam") double lr)
    implements Serializable {
  /** Where a tool's description comes from. */
  public enum Kind {
    /** Its type and features. */
    PARAMETRIC,
    /** Learned from play. */
    LEARNED,
    /** Random numbers. */
    RANDOM
  }

  public RepresentationSettings {
    Range.atLeast("size", size, 1);
    Range.atLeast("lstm_size", lstmSize, 1);
    Range.atLeast("play_trajectories", playTrajectories, 1);
    Range.atLeast("batch_tools", batchTools, 2);
    Range.atLeast("batch_trajectories", batchTrajectories, 1);
    Range.atLeast("epochs", epochs, 1);
    Range.above("lr", lr, 0);
  }

  /** How it is learned. */
  public TrajectoryVaeOptions options() {
    return new TrajectoryVaeOptions(size, lstmSize, batchTools, batchTrajectories, epochs, lr);
  }
}
