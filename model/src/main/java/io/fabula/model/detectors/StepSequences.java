package io.fabula.model.detectors;

/**
 * Episodes of two policies step by step, in states that tell everything apart, for critics.
 *
 * @param states the distinct states, bytes {@code [states, inputs]}
 * @param inputs numbers per state
 * @param seenAs for each of them the distinct state that the detector sees
 * @param reference states of each of the reference policy's episodes, in order
 * @param other the same of the other policy
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record StepSequences(
    byte[] states, int inputs, int[] seenAs, int[][] reference, int[][] other) {
  public StepSequences {
    if (states.length != seenAs.length * inputs) {
      throw new IllegalArgumentException(
          "%d states of %d bytes do not fit %d bytes"
              .formatted(seenAs.length, inputs, states.length));
    }
  }
}
