package io.fabula.model.agents;

/**
 * One row of a recording. Done flag and rewards arrived <em>with</em> the observation: the action
 * before caused them.
 *
 * @param t number in the episode, from 0
 * @param done whether this is the terminal record: black frame, last reward, no decision
 * @param rewardRaw in the world's points
 * @param rewardScaled by the return variance at the end of training, within -10..10
 * @param value prediction in scaled-return units
 * @param action index of the action chosen
 * @param logProbs log-probabilities of all actions (nats), noise included
 * @param frame {@code [3, height, width]} bytes, 0..255
 * @param hiddenIn hidden state before the step
 * @param hiddenOut hidden state after the step, by which the action was chosen
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of big arrays, never compared
public record RecordedStep(
    int t,
    boolean done,
    float rewardRaw,
    float rewardScaled,
    float value,
    int action,
    float[] logProbs,
    byte[] frame,
    float[] hiddenIn,
    float[] hiddenOut) {
  /** CoinRun's action that does nothing; what terminal records hold. */
  public static final int NO_OPERATION = 4;
}
