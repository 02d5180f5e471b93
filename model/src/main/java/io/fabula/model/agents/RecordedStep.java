package io.fabula.model.agents;

import io.fabula.envs.Action;
import java.util.List;

/**
 * One row of a recording. Done flag and rewards arrived <em>with</em> the observation: the action
 * before caused them.
 *
 * @param t number in the episode, from 0
 * @param done whether this is the terminal record: an observation of zeros, last reward, no
 *     decision
 * @param rewardRaw in the world's points
 * @param rewardScaled in the units in which the policy learned
 * @param value prediction in the policy's units
 * @param action the action chosen
 * @param logProbability logarithm of its probability or density (nats); 0 in the terminal record
 * @param distribution what it was chosen by, noise included: log-probabilities of all discrete
 *     actions, then the numbers of each parameter's density ({@link ActionHead}); empty for
 *     policies without distributions
 * @param bytes the observation, 0..255 in the world's layout; empty where observations are floats
 * @param floats the observation in the world's layout; empty where observations are bytes
 * @param extras what else the policy told, in the order of {@link Policy#extras()}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of big arrays, never compared
public record RecordedStep(
    int t,
    boolean done,
    float rewardRaw,
    float rewardScaled,
    float value,
    Action action,
    float logProbability,
    float[] distribution,
    byte[] bytes,
    float[] floats,
    List<float[]> extras) {
  public RecordedStep {
    extras = List.copyOf(extras);
  }
}
