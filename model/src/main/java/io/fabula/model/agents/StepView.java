package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step as {@link EpisodePlayer} shows it; valid only while the listener is called. */
public final class StepView {
  private final List<ExtraColumn> extras;
  private final int distributionSize;
  private final Actor actor;
  private final ObservationBatch observations;
  private EpisodePlayer.Request request = new EpisodePlayer.Request(-1, 0, 0);
  private int row;
  private int step;
  private double reward;
  private boolean terminated;
  private boolean truncated;
  private boolean completed;
  private ActionSet available = ActionSet.all(0);
  private @Nullable Environment world;

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
      ActionSet newAvailable,
      Environment newWorld,
      boolean cutOff) {
    available = newAvailable;
    world = newWorld;
    row = newRow;
    request = newRequest;
    step = newStep;
    reward = newWorld.reward();
    terminated = newWorld.terminated();
    truncated = newWorld.truncated() || cutOff;
    completed = newWorld.completed();
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
  public double reward() {
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

  /** The actions among which it was chosen; none where the listener reads no observations. */
  public ActionSet available() {
    return available;
  }

  /** Seed of the level that is played. */
  public long levelSeed() {
    return played().levelOf(request.episodeSeed());
  }

  /** The bytes that are seen after the action; empty where observations are floats. */
  public byte[] nextBytes() {
    return bytes(next(), 0);
  }

  /** The numbers that are seen after the action; empty where observations are bytes. */
  public float[] nextFloats() {
    return floats(next(), 0);
  }

  private ObservationBatch next() {
    ObservationBatch next = new ObservationBatch(played().spec().observations(), 1);
    next.put(0, played());
    return next;
  }

  private static byte[] bytes(ObservationBatch batch, int row) {
    if (!batch.byteValued()) return new byte[0];
    int from = batch.offset(row);
    return Arrays.copyOfRange(batch.bytes(), from, from + batch.size());
  }

  private static float[] floats(ObservationBatch batch, int row) {
    if (batch.byteValued()) return new float[0];
    int from = batch.offset(row);
    return Arrays.copyOfRange(batch.floats(), from, from + batch.size());
  }

  private Environment played() {
    if (world == null) throw new IllegalStateException("no step was taken");
    return world;
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
    return bytes(observations, row);
  }

  /** A copy of the numbers in which the action was chosen; empty where observations are bytes. */
  public float[] observationFloats() {
    return floats(observations, row);
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
