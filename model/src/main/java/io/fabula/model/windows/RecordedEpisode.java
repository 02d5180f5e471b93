package io.fabula.model.windows;

/**
 * One recorded episode, a row per step; reward and terminal flag of a row arrived together with its
 * frame.
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
