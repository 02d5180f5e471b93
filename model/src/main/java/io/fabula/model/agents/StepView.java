package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import java.util.Arrays;
import java.util.List;

/** One step as {@link EpisodePlayer} shows it; valid only while the listener is called. */
public final class StepView {
  private final List<ExtraColumn> extras;
  private final int distributionSize;
  private final Actor actor;
  private final ObservationBatch observations;
  private EpisodePlayer.Request request = new EpisodePlayer.Request(-1, 0, 0);
  private int row;
  private int step;
  private float reward;
  private boolean terminated;
  private boolean truncated;
  private boolean completed;
  private boolean worldEnded;

  StepView(Policy policy, Actor actor, ObservationBatch observations) {
    extras = policy.extras();
    distributionSize = policy.undecided().length;
    this.actor = actor;
    this.observations = observations;
  }

  void set(
      int newRow,
      EpisodePlayer.Request newRequest,
      int newStep,
      Environment world,
      boolean cutOff) {
    row = newRow;
    request = newRequest;
    step = newStep;
    reward = (float) world.reward();
    terminated = world.terminated();
    truncated = world.truncated() || cutOff;
    worldEnded = world.done();
    completed = world.completed();
  }

  /** The episode. */
  public EpisodePlayer.Request request() {
    return request;
  }

  /** Number of the step in its episode, from 0. */
  public int step() {
    return step;
  }

  /** The action taken. */
  public Action action() {
    return actor.action(row);
  }

  /** The raw reward that the action brought. */
  public float reward() {
    return reward;
  }

  /** Whether the action ended the episode by the world's rules. */
  public boolean terminated() {
    return terminated;
  }

  /** Whether the episode was cut off after the action. */
  public boolean truncated() {
    return truncated;
  }

  /** Whether the action completed the world's task. */
  public boolean completed() {
    return completed;
  }

  /** Whether the world, not {@link EpisodePlayer.Options#maximumSteps}, ended the episode. */
  public boolean worldEnded() {
    return worldEnded;
  }

  /** Whether this was the last step of the episode. */
  public boolean last() {
    return terminated || truncated;
  }

  /** The predicted value of the observation, in the units the policy learned. */
  public float value() {
    return actor.value(row);
  }

  /** Logarithm of the probability or density that the action was drawn with (nats). */
  public float logProbability() {
    return actor.logProbability(row);
  }

  /**
   * A copy of the bytes in which the action was chosen, in the world's layout; empty where
   * observations are floats.
   */
  public byte[] observationBytes() {
    if (!observations.byteValued()) return new byte[0];
    int from = observations.offset(row);
    return Arrays.copyOfRange(observations.bytes(), from, from + observations.size());
  }

  /** A copy of the numbers in which the action was chosen; empty where observations are bytes. */
  public float[] observationFloats() {
    if (observations.byteValued()) return new float[0];
    int from = observations.offset(row);
    return Arrays.copyOfRange(observations.floats(), from, from + observations.size());
  }

  /** A copy of the distribution that the action was chosen by, noise included. */
  public float[] distribution() {
    float[] copy = new float[distributionSize];
    actor.distribution(row, copy);
    return copy;
  }

  /** A copy of one of {@link Policy#extras()}, by its index in that list. */
  public float[] extra(int column) {
    float[] copy = new float[extras.get(column).width()];
    actor.extra(column, row, copy);
    return copy;
  }
}
