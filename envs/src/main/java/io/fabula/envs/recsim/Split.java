package io.fabula.envs.recsim;

/** Which items candidates are drawn from: those for training, those held back, or both. */
public enum Split {
  TRAIN,
  TEST,
  ALL
}
