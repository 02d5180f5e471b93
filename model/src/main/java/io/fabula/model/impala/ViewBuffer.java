package io.fabula.model.impala;

import io.fabula.envs.ActionSet;
import io.fabula.model.agents.InputBuffer;

/**
 * Stored views of frames, one row per step: bytes where the agent sees whole frames, block sums in
 * shorts where it sees averages. Four times smaller than floats, or twice, and exact.
 *
 * <p>Different threads may write different rows.
 */
public final class ViewBuffer implements InputBuffer {
  private final FramePooling pooling;
  private final byte[][] bytes;
  private final short[][] sums;

  /** Room for {@code rows} views of what {@code agent} sees. */
  public ViewBuffer(ImpalaArchitecture agent, int rows) {
    pooling = new FramePooling(agent);
    boolean whole = agent.pool() == 1;
    bytes = whole ? new byte[rows][pooling.viewSize()] : new byte[0][];
    sums = whole ? new short[0][] : new short[rows][pooling.viewSize()];
  }

  @Override
  public int width() {
    return pooling.viewSize();
  }

  @Override
  public void put(int row, byte[] observation, int offset, ActionSet available) {
    put(row, observation, offset);
  }

  @Override
  public void put(int row, float[] observation, int offset, ActionSet available) {
    throw new IllegalArgumentException("the agent looks at frames of bytes, got floats");
  }

  /** Stores the view of a frame. */
  public void put(int row, byte[] frame, int offset) {
    if (sums.length == 0) System.arraycopy(frame, offset, bytes[row], 0, pooling.viewSize());
    else pooling.pool(frame, offset, sums[row]);
  }

  /** Writes a stored view as numbers from 0 to 1, {@code [side, side, 3]} from {@code offset}. */
  @Override
  public void expand(int row, float[] target, int offset) {
    if (sums.length == 0) pooling.expand(bytes[row], target, offset);
    else pooling.expand(sums[row], target, offset);
  }
}
