package io.fabula.model.slates;

/** What turns a short sequence of vectors, such as the items of a slate so far, into one vector. */
public enum SequenceEncoder {
  /** A GRU's last state, then a perceptron. */
  GRU,
  /** Two layers of LSTMs in both directions, averaged over directions and steps. */
  LSTM,
  /** A deep set: order does not count. */
  DEEP_SET,
  /** Mean and standard deviation, then a perceptron; the published form of it does not run. */
  MOMENTS
}
