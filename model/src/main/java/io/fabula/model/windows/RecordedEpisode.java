package io.fabula.model.windows;

import java.util.Arrays;

/**
 * One recorded episode as a simulator learns it, a row per frame; reward and terminal flag of a row
 * arrived together with its frame, and an episode that ended does so with a black frame.
 */
public final class RecordedEpisode {
  private final int id;
  private final PooledFrames frames;
  private final float[] agentStates;
  private final byte[] actions;
  private final float[] rewards;
  private final boolean[] terminals;

  /**
   * Keeps the given arrays; they must not be changed afterwards.
   *
   * @param id the episode's number in the recording
   * @param frames what the agent saw, one frame per row
   * @param agentStates {@code [row + 1, hidden]}: row {@code t} is the state fed to the agent at
   *     step {@code t}, the last one the state after the last step
   * @param actions taken after seeing the frame, {@code [row]}
   * @param rewards in the units that the simulator shall predict, {@code [row]}
   * @param terminals whether the frame ends the episode, {@code [row]}
   * @throws IllegalArgumentException unless all arrays speak of the same rows
   */
  public RecordedEpisode(
      int id,
      PooledFrames frames,
      float[] agentStates,
      byte[] actions,
      float[] rewards,
      boolean[] terminals) {
    int rows = frames.count();
    if (rows < 1
        || actions.length != rows
        || rewards.length != rows
        || terminals.length != rows
        || agentStates.length % (rows + 1) != 0) {
      throw new IllegalArgumentException(
          "episode "
              + id
              + " has "
              + rows
              + " frames, but "
              + actions.length
              + " actions, "
              + rewards.length
              + " rewards, "
              + terminals.length
              + " terminal flags and "
              + agentStates.length
              + " agent state values");
    }
    this.id = id;
    this.frames = frames;
    this.agentStates = agentStates;
    this.actions = actions;
    this.rewards = rewards;
    this.terminals = terminals;
  }

  /**
   * An episode out of a recording in which the reward stands beside the action that earned it.
   * Where the world ended it, a black frame with the last reward follows, in which nothing is done;
   * where the recorder cut it off, the last reward arrived with a frame that is not shown.
   *
   * @param id the episode's number in the recording
   * @param frames in which the agent chose its actions, {@code [step]}; without the final one
   * @param agentStates {@code [step + 1, hidden]}: the states fed to the agent, and the one after
   *     the last step
   * @param actions taken after seeing the frames, {@code [step]}
   * @param earned rewards of the actions, {@code [step]}
   * @param ended whether the world, and not the recorder, ended it
   */
  public static RecordedEpisode arriving(
      int id,
      PooledFrames frames,
      float[] agentStates,
      byte[] actions,
      float[] earned,
      boolean ended) {
    int steps = actions.length;
    int rows = ended ? steps + 1 : steps;
    int hidden = agentStates.length / (steps + 1);
    float[] rewards = new float[rows];
    System.arraycopy(earned, 0, rewards, 1, rows - 1);
    if (!ended) {
      return new RecordedEpisode(id, frames, agentStates, actions, rewards, new boolean[rows]);
    }
    byte[] allActions = Arrays.copyOf(actions, rows);
    allActions[steps] = WindowRule.NULL_ACTION;
    boolean[] terminals = new boolean[rows];
    terminals[steps] = true;
    float[] states = Arrays.copyOf(agentStates, (rows + 1) * hidden);
    System.arraycopy(agentStates, steps * hidden, states, rows * hidden, hidden);
    return new RecordedEpisode(id, frames.withBlackFrame(), states, allActions, rewards, terminals);
  }

  /** Some of the rows as an episode of their own, which need not end. */
  RecordedEpisode rows(int first, int rows) {
    int hidden = agentHidden();
    return new RecordedEpisode(
        id,
        frames.frames(first, rows),
        Arrays.copyOfRange(agentStates, first * hidden, (first + rows + 1) * hidden),
        Arrays.copyOfRange(actions, first, first + rows),
        Arrays.copyOfRange(rewards, first, first + rows),
        Arrays.copyOfRange(terminals, first, first + rows));
  }

  /** The episode's number in the recording. */
  public int id() {
    return id;
  }

  /** What the agent saw. */
  public PooledFrames frames() {
    return frames;
  }

  /** Number of rows. */
  public int length() {
    return frames.count();
  }

  /** Width of the agent's state. */
  public int agentHidden() {
    return agentStates.length / (length() + 1);
  }

  /** The action taken after seeing frame {@code t}. */
  public int action(int t) {
    return actions[t];
  }

  /** The reward that arrived with frame {@code t}. */
  public float reward(int t) {
    return rewards[t];
  }

  /** Whether frame {@code t} ends the episode. */
  public boolean terminal(int t) {
    return terminals[t];
  }

  /**
   * Writes the state fed to the agent at step {@code t}, or after the last step, to {@code out}.
   */
  public void copyAgentState(int t, float[] out, int offset) {
    int hidden = agentHidden();
    System.arraycopy(agentStates, t * hidden, out, offset, hidden);
  }
}
