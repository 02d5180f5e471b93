package io.fabula.pipelines.analyses;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.WorldEditor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** DoorKey, 8 x 8 cells, seen as a picture of 16 x 16 pixels: a cell's three codes are a colour. */
final class PaintedRooms implements EditableWorld {
  static final int SIDE = 16;
  private static final int CELLS = 8;
  private static final int CHANNELS = 3;
  private static final int BRIGHTER = 22;

  private final DoorKey rooms = new DoorKey(CELLS, DoorKeyView.FULL);
  private final EnvironmentSpec spec =
      new EnvironmentSpec(
          "painted-rooms",
          new ObservationSpace.Image(SIDE, SIDE, CHANNELS, true),
          rooms.spec().actions(),
          rooms.spec().maximumSteps(),
          0,
          1);
  private final WorldEditor editor = painting(rooms.editor());

  /** The editor of the rooms, but for what it shows. */
  private static WorldEditor painting(WorldEditor inner) {
    return (WorldEditor)
        Proxy.newProxyInstance(
            WorldEditor.class.getClassLoader(),
            new Class<?>[] {WorldEditor.class},
            (proxy, method, given) -> {
              if (method.getName().equals("observeWithout")) {
                byte[] codes = new byte[CELLS * CELLS * CHANNELS];
                boolean there = inner.observeWithout((String) given[0], codes, 0);
                byte[] painted = paint(codes);
                int offset = (int) given[2];
                if (given[1] instanceof byte[] target) {
                  System.arraycopy(painted, 0, target, offset, painted.length);
                } else {
                  ObservationSpace.toFloats(painted, (float[]) given[1], offset);
                }
                return there;
              }
              try {
                return method.invoke(inner, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static byte[] paint(byte[] codes) {
    byte[] picture = new byte[SIDE * SIDE * CHANNELS];
    int side = SIDE / CELLS;
    for (int row = 0, at = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        int cell = (column / side * CELLS + row / side) * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) picture[at++] = (byte) (BRIGHTER * codes[cell + c]);
      }
    }
    return picture;
  }

  @Override
  public void observe(byte[] target, int offset) {
    byte[] codes = new byte[CELLS * CELLS * CHANNELS];
    rooms.observe(codes, 0);
    byte[] picture = paint(codes);
    System.arraycopy(picture, 0, target, offset, picture.length);
  }

  @Override
  public void observe(float[] target, int offset) {
    byte[] picture = new byte[SIDE * SIDE * CHANNELS];
    observe(picture, 0);
    ObservationSpace.toFloats(picture, target, offset);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public WorldEditor editor() {
    return editor;
  }

  @Override
  public void reset(long seed) {
    rooms.reset(seed);
  }

  @Override
  public void step(Action action) {
    rooms.step(action);
  }

  @Override
  public double reward() {
    return rooms.reward();
  }

  @Override
  public boolean terminated() {
    return rooms.terminated();
  }

  @Override
  public boolean truncated() {
    return rooms.truncated();
  }

  @Override
  public boolean completed() {
    return rooms.completed();
  }

  @Override
  public ActionSet availableActions() {
    return rooms.availableActions();
  }

  @Override
  public byte[] snapshot() {
    return rooms.snapshot();
  }

  @Override
  public void restore(byte[] snapshot) {
    rooms.restore(snapshot);
  }

  @Override
  public Picture render() {
    return rooms.render();
  }
}
