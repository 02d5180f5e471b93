package io.fabula.model.agents;

/**
 * A step of a recording: what was seen, what was done there, and what that earned.
 *
 * @param t number in the episode, from 0
 * @param frame {@code [height, width, 3]} bytes, 0..255
 * @param action index of the action chosen
 * @param rewardRaw what the action earned, in the world's points
 * @param rewardScaled the same by the return variance at the end of training, within -10..10
 * @param value prediction for the frame, in scaled-return units
 * @param logProbs log-probabilities of all actions (nats), noise included
 * @param hiddenIn hidden state before the step
 * @param hiddenOut hidden state after the step, by which the action was chosen
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of big arrays, never compared
public record RecordedStep(
    int t,
    byte[] frame,
    int action,
    float rewardRaw,
    float rewardScaled,
    float value,
    float[] logProbs,
    float[] hiddenIn,
    float[] hiddenOut) {}
