package io.fabula.model.agile;

import io.fabula.envs.ActionSet;
import io.fabula.envs.ObservationSpace;
import io.fabula.model.agents.InputBuffer;
import java.util.Arrays;

/** Rows of an agent's input: pictures as bytes, all else as floats; sets by their ids. */
final class SetInputs implements InputBuffer {
  private static final byte[] NO_BYTES = new byte[0];
  private static final float[] NO_FLOATS = new float[0];

  private final SetArchitecture agent;
  private final SetArchitecture.Layout layout;
  private final int size;
  private final int places;
  private final int described;
  private final float scale;
  private final byte[] bytes;
  private final float[] floats;
  private final float[] representations;
  private final int[] ids;
  private final int[] counts;

  SetInputs(SetArchitecture agent, int rows) {
    this.agent = agent;
    layout = agent.layout();
    size = agent.observations().size();
    places = agent.places();
    described = layout.taken() - layout.described();
    scale = agent.scale();
    boolean picture =
        agent.observations() instanceof ObservationSpace.Image image && image.byteValued();
    bytes = picture ? new byte[Math.multiplyExact(rows, size)] : NO_BYTES;
    floats = picture ? NO_FLOATS : new float[Math.multiplyExact(rows, size)];
    representations = new float[Math.multiplyExact(rows, described)];
    ids = new int[Math.multiplyExact(rows, places)];
    counts = new int[rows];
  }

  @Override
  public int width() {
    return layout.width();
  }

  @Override
  public void put(int row, byte[] observation, int offset, ActionSet available) {
    if (bytes.length > 0) {
      System.arraycopy(observation, offset, bytes, row * size, size);
    } else {
      int at = row * size;
      for (int i = 0; i < size; i++) floats[at + i] = (observation[offset + i] & 0xFF) * scale;
    }
    put(row, available);
  }

  @Override
  public void put(int row, float[] observation, int offset, ActionSet available) {
    if (bytes.length > 0) {
      throw new IllegalArgumentException("pictures are shown as they are, not standardised");
    }
    System.arraycopy(observation, offset, floats, row * size, size);
    put(row, available);
  }

  private void put(int row, ActionSet available) {
    int count = available.ids().length;
    if (count < 1 || count > places) {
      throw new IllegalArgumentException(
          "the agent has room for sets of 1 to %d actions, got %d".formatted(places, count));
    }
    System.arraycopy(available.ids(), 0, ids, row * places, count);
    counts[row] = count;
    if (described == 0) return;
    int at = row * described;
    int used = count * agent.actions().representationSize();
    System.arraycopy(available.representation(), 0, representations, at, used);
    Arrays.fill(representations, at + used, at + described, 0);
  }

  @Override
  public void expand(int row, float[] target, int offset) {
    int at = row * size;
    if (bytes.length > 0) {
      for (int i = 0; i < size; i++) target[offset + i] = (bytes[at + i] & 0xFF) * scale;
    } else {
      System.arraycopy(floats, at, target, offset, size);
    }
    int count = counts[row];
    System.arraycopy(
        representations, row * described, target, offset + layout.described(), described);
    int taken = offset + layout.taken();
    Arrays.fill(target, taken, taken + count, 1);
    Arrays.fill(target, taken + count, offset + layout.width(), 0);
    if (layout.availability() > layout.ids()) {
      for (int i = 0; i < count; i++) target[offset + layout.ids() + i] = ids[row * places + i];
    }
    if (layout.width() > layout.availability()) {
      int available = offset + layout.availability();
      for (int i = 0; i < count; i++) target[available + ids[row * places + i]] = 1;
    }
  }
}
