package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import java.util.List;

/**
 * A step of a recording: what was seen, what was done there, and what that earned.
 *
 * @param t number in the episode, from 0
 * @param bytes the observation, 0..255 in the world's layout; empty where observations are floats
 * @param floats the observation in the world's layout; empty where observations are bytes
 * @param available what could be done
 * @param action the action chosen
 * @param reward what the action earned, in the world's points
 * @param rewardScaled the same in the units in which the policy learned
 * @param value prediction for the observation in the policy's units
 * @param logProbability logarithm of the action's probability or density (nats)
 * @param distribution what it was chosen by, noise included: log-probabilities of all discrete
 *     actions, then the numbers of each parameter's density ({@link ActionHead}); empty for
 *     policies without distributions
 * @param extras what else the policy told, in the order of {@link Policy#extras()}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of big arrays, never compared
public record RecordedStep(
    int t,
    byte[] bytes,
    float[] floats,
    ActionSet available,
    Action action,
    double reward,
    float rewardScaled,
    float value,
    float logProbability,
    float[] distribution,
    List<float[]> extras) {
  public RecordedStep {
    extras = List.copyOf(extras);
  }
}
