package io.fabula.pipelines.analyses;

import io.fabula.model.simulator.SimulatorOptions;
import java.io.Serializable;

/** How a simulator was trained. An implementation is a record of what decides it. */
public interface SimulatorTraining extends Serializable {
  /** Last recorded episodes that it was not trained on. */
  int holdoutEpisodes();

  /** Real frames that its context encoder sees. */
  int contextFrames();

  /** Weights of the loss, and the rest, for frames of that many rows and columns. */
  SimulatorOptions settings(int frameSide);
}
