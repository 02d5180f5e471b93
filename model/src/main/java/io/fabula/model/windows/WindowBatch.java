package io.fabula.model.windows;

import java.util.Arrays;

/**
 * Several windows side by side, time first, in arrays that are filled again and again.
 *
 * <p>With {@code S} rows and {@code B} windows: images {@code [S, B, row, column, channel]} in
 * 0..1; agent states {@code [S + 1, B, hidden]}; actions, rewards and terminal flags (0 or 1)
 * {@code [S, B]}.
 */
public final class WindowBatch {
  private final int length;
  private final int batch;
  private final int frameSize;
  private final int agentHidden;
  private final float[] images;
  private final float[] agentStates;
  private final int[] actions;
  private final float[] rewards;
  private final float[] terminals;

  /** Makes room for {@code batch} windows of {@code length} rows. */
  public WindowBatch(int length, int batch, int frameSize, int agentHidden) {
    this.length = length;
    this.batch = batch;
    this.frameSize = frameSize;
    this.agentHidden = agentHidden;
    images = new float[length * batch * frameSize];
    agentStates = new float[(length + 1) * batch * agentHidden];
    actions = new int[length * batch];
    rewards = new float[length * batch];
    terminals = new float[length * batch];
  }

  /** Replaces window {@code index} by the given one. */
  public void set(int index, RecordedEpisodes episodes, WindowSpan span, WindowRule rule) {
    RecordedEpisode piece =
        episodes.read(span.episode(), span.firstStep(), Math.max(1, span.rows()));
    for (int t = 0; t < length; t++) {
      int at = t * batch + index;
      int row = t - span.firstPosition();
      boolean inside = row >= 0 && row < span.rows();
      actions[at] = inside ? piece.action(row) : rule.paddingAction();
      rewards[at] = inside ? piece.reward(row) : 0;
      terminals[at] = inside && piece.terminal(row) ? 1 : 0;
      if (inside) piece.frames().copy(row, 1, images, at * frameSize);
      else Arrays.fill(images, at * frameSize, (at + 1) * frameSize, 0);
    }
    for (int t = 0; t <= length; t++) {
      int at = (t * batch + index) * agentHidden;
      int row = t - span.firstPosition();
      if (row >= 0 && row <= span.rows()) {
        piece.copyAgentState(row, agentStates, at);
      } else {
        Arrays.fill(agentStates, at, at + agentHidden, 0);
      }
    }
  }

  /** Rows of a window, {@code S}. */
  public int length() {
    return length;
  }

  /** Number of windows, {@code B}. */
  public int batch() {
    return batch;
  }

  /** Values of one frame. */
  public int frameSize() {
    return frameSize;
  }

  /** Width of the agent's state. */
  public int agentHidden() {
    return agentHidden;
  }

  /** The live array of images. */
  public float[] images() {
    return images;
  }

  /** The live array of agent states. */
  public float[] agentStates() {
    return agentStates;
  }

  /** The live array of actions. */
  public int[] actions() {
    return actions;
  }

  /** The live array of rewards. */
  public float[] rewards() {
    return rewards;
  }

  /** The live array of terminal flags. */
  public float[] terminals() {
    return terminals;
  }
}
