package io.fabula.model.windows;

import java.util.Arrays;

/**
 * Tells for every start row of a recording which rows its window holds.
 *
 * <p>A window starts at row {@code i} of the concatenated episodes and ends with its episode; the
 * rest is padding. When the row {@code i + contextFrames} belongs to another episode, too little is
 * left to simulate, and the window shows the <em>next</em> episode from its first frame instead,
 * which stands where the last remaining row would have been.
 */
public final class WindowSampler {
  private final WindowRule rule;
  private final int[] firstRows;

  /**
   * Lays windows over a recording.
   *
   * @param episodeLengths rows of each episode, each at least 1
   * @throws IllegalArgumentException if an episode is empty or the recording is no longer than one
   *     window
   */
  public WindowSampler(int[] episodeLengths, WindowRule rule) {
    this.rule = rule;
    firstRows = new int[episodeLengths.length + 1];
    for (int i = 0; i < episodeLengths.length; i++) {
      if (episodeLengths[i] < 1) {
        throw new IllegalArgumentException(
            "episode " + i + " must have at least 1 row, got " + episodeLengths[i]);
      }
      firstRows[i + 1] = Math.addExact(firstRows[i], episodeLengths[i]);
    }
    if (size() < 1) {
      throw new IllegalArgumentException(
          "the recording must have more rows than a window's "
              + rule.length()
              + ", got "
              + firstRows[episodeLengths.length]);
    }
  }

  /** How windows are cut. */
  public WindowRule rule() {
    return rule;
  }

  /** Number of windows: rows of the recording less the window's length. */
  public int size() {
    return firstRows[firstRows.length - 1] - rule.length();
  }

  /**
   * The rows of one window.
   *
   * @param start global row, {@code 0..size()-1}
   */
  public WindowSpan span(int start) {
    if (start < 0 || start >= size()) {
      throw new IndexOutOfBoundsException("start must be in 0.." + (size() - 1) + ", got " + start);
    }
    int episode = episodeOf(start);
    int left = firstRows[episode + 1] - start;
    if (left > rule.contextFrames()) {
      return new WindowSpan(episode, start - firstRows[episode], 0, Math.min(left, rule.length()));
    }
    int position = left - 1;
    int room = rule.length() - position - (rule.original() ? 1 : 0);
    int available = firstRows[episode + 2] - firstRows[episode + 1];
    return new WindowSpan(episode + 1, 0, position, Math.min(room, available));
  }

  private int episodeOf(int row) {
    int found = Arrays.binarySearch(firstRows, row);
    return found >= 0 ? found : -found - 2;
  }
}
