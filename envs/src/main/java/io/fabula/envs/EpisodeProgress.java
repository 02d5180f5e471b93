package io.fabula.envs;

/**
 * How far a world's episode has come: steps, last reward, and whether it is over. Worlds keep one
 * beside their own state.
 */
public final class EpisodeProgress {
  private boolean begun;
  private int steps;
  private double reward;
  private boolean terminated;
  private boolean truncated;

  /** Begins an episode. */
  public void begin() {
    begun = true;
    steps = 0;
    reward = 0;
    terminated = false;
    truncated = false;
  }

  /**
   * Throws unless a step can be taken.
   *
   * @param world named in the message
   * @throws IllegalStateException if no episode was begun or it is over
   */
  public void checkRunning(String world) {
    checkRunning(world, begun, terminated || truncated);
  }

  /** The same for worlds whose rules keep this themselves. */
  public static void checkRunning(String world, boolean begun, boolean done) {
    if (!begun) throw new IllegalStateException("reset " + world + " before the first step");
    if (done) throw new IllegalStateException("the episode has ended, reset " + world);
  }

  /** Whether the next step is the last that the limit allows; never for a limit of 0. */
  public boolean nextIsLast(int maximumSteps) {
    return maximumSteps > 0 && steps + 1 >= maximumSteps;
  }

  /**
   * Notes a step.
   *
   * @param newReward what it earned
   * @param ended whether it ended the episode by the world's rules, which takes precedence over the
   *     limit
   * @param maximumSteps the step limit, or 0 for none
   */
  public void advance(double newReward, boolean ended, int maximumSteps) {
    truncated = !ended && nextIsLast(maximumSteps);
    terminated = ended;
    reward = newReward;
    steps++;
  }

  /** Whether an episode was ever begun. */
  public boolean begun() {
    return begun;
  }

  /** Steps taken in this episode. */
  public int steps() {
    return steps;
  }

  /** The last step's reward; 0 after {@link #begin}. */
  public double reward() {
    return reward;
  }

  /** Whether the world's rules ended the episode. */
  public boolean terminated() {
    return terminated;
  }

  /** Whether the step limit alone ended the episode. */
  public boolean truncated() {
    return truncated;
  }

  /** Appends this to a snapshot. */
  public void write(SnapshotWriter out) {
    out.put(begun).put(steps).put(reward).put(terminated).put(truncated);
  }

  /** Reads what {@link #write} wrote. */
  public static EpisodeProgress read(SnapshotReader in) {
    EpisodeProgress progress = new EpisodeProgress();
    progress.begun = in.nextBoolean();
    progress.steps = in.nextInt();
    progress.reward = in.nextDouble();
    progress.terminated = in.nextBoolean();
    progress.truncated = in.nextBoolean();
    return progress;
  }
}
