package io.fabula.model.simulator;

/**
 * The training loss of one imagined window, term by term and step by step, with two baselines of
 * the image's. Weights are applied. The arrays, {@code [steps]} each, must not be changed.
 *
 * @param episode index of the episode in the recording
 * @param firstStep step of the episode at the first context frame; negative where black frames
 *     stand before it
 * @param counted steps that were recorded; what comes after them is padding
 * @param divergence between the stochastic states given the true frames and those imagined
 * @param update length of the environment state's change
 * @param image half the squared error of the frame, not limited to 0..1
 * @param reward half the squared error of the reward
 * @param terminal cross-entropy of the terminal flag
 * @param agentState half the squared error of the agent's state
 * @param meanImage the image's error, predicting the mean image
 * @param repeatLast the image's error, repeating the last context frame
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record WindowLosses(
    int episode,
    int firstStep,
    int counted,
    float[] divergence,
    float[] update,
    float[] image,
    float[] reward,
    float[] terminal,
    float[] agentState,
    float[] meanImage,
    float[] repeatLast) {

  /** Image, reward and terminal flag together at a step. */
  public float seen(int t) {
    return image[t] + reward[t] + terminal[t];
  }

  /** What is seen and the agent's state together. */
  public float reconstruction(int t) {
    return seen(t) + agentState[t];
  }

  /** Everything that depends on the step. */
  public float model(int t) {
    return reconstruction(t) + divergence[t] + update[t];
  }
}
