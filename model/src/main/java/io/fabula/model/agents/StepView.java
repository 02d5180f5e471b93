package io.fabula.model.agents;

import io.fabula.envs.Environment;
import io.fabula.model.impala.FramePooling;
import io.fabula.model.impala.ImpalaActingPlan;
import io.fabula.model.impala.ImpalaArchitecture;

/** One step as {@link EpisodePlayer} shows it; valid only while the listener is called. */
public final class StepView {
  private final ImpalaArchitecture agent;
  private final byte[] frames;
  private final ImpalaActingPlan plan;
  private final int frameSize;
  private EpisodePlayer.Request request = new EpisodePlayer.Request(-1, 0, 0);
  private int slot;
  private int step;
  private int action;
  private float reward;
  private boolean terminated;
  private boolean truncated;
  private boolean completed;
  private boolean worldEnded;

  StepView(ImpalaArchitecture agent, byte[] frames, ImpalaActingPlan plan) {
    this.agent = agent;
    this.frames = frames;
    this.plan = plan;
    frameSize = new FramePooling(agent).frameSize();
  }

  void set(
      int newSlot,
      EpisodePlayer.Request newRequest,
      int newStep,
      int newAction,
      Environment world,
      boolean cutOff) {
    slot = newSlot;
    request = newRequest;
    step = newStep;
    action = newAction;
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
  public int action() {
    return action;
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

  /** The predicted value of the observation, in scaled-return units. */
  public float value() {
    return plan.values()[slot];
  }

  /** A copy of the frame in which the action was chosen, {@code [frame, frame, 3]} bytes. */
  public byte[] frame() {
    byte[] copy = new byte[frameSize];
    System.arraycopy(frames, slot * frameSize, copy, 0, frameSize);
    return copy;
  }

  /** A copy of the log-probabilities that the action was chosen by, noise included; nats. */
  public float[] logProbs() {
    return row(plan.logits(), agent.actions());
  }

  /** A copy of the hidden state that was fed into the step: zeros at step 0, unless learned. */
  public float[] hiddenIn() {
    return row(plan.hiddenIn(), agent.hidden());
  }

  /** A copy of the hidden state that the action was chosen by. */
  public float[] hiddenOut() {
    return row(plan.hiddenOut(), agent.hidden());
  }

  private float[] row(float[] values, int size) {
    float[] copy = new float[size];
    System.arraycopy(values, slot * size, copy, 0, size);
    return copy;
  }
}
