package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

import io.fabula.envs.objects.ObjectTable;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.tabular.TabularModel;
import java.util.ArrayList;
import java.util.List;

/**
 * DoorKey of a small size as a table: every layout with every state, the probabilities of the
 * starts, and detectors for its events; 864, 10,368 and 216,000 states for the sizes 5, 6 and 8.
 */
public final class DoorKeyModel implements ObjectTable {
  /** Beyond this a table would not fit into memory. */
  public static final int LARGEST_SIZE = 8;

  private final int size;
  private final List<DoorKeyRoom> rooms = new ArrayList<>();
  private final int roomStates;
  private final TabularModel table;

  /**
   * Enumerates all layouts.
   *
   * @param size cells per side, 5 to 8
   */
  public DoorKeyModel(int size) {
    if (size < SMALLEST_SIZE || size > LARGEST_SIZE) {
      throw new IllegalArgumentException(
          "size must be within " + SMALLEST_SIZE + ".." + LARGEST_SIZE + ", got " + size);
    }
    this.size = size;
    for (int split = 2; split < size - 2; split++) {
      for (int doorRow = 1; doorRow < size - 2; doorRow++) {
        rooms.add(new DoorKeyRoom(size, split, doorRow));
      }
    }
    roomStates = rooms.get(0).states();
    table = makeTable(REWARD_DECAY);
  }

  private TabularModel makeTable(double decay) {
    int maximumSteps = STEPS_PER_CELL * size * size;
    TabularModel.Builder builder =
        new TabularModel.Builder(rooms.size() * roomStates, ACTIONS)
            .maximumSteps(maximumSteps)
            .rewardDecay(decay / maximumSteps);
    for (int r = 0; r < rooms.size(); r++) {
      DoorKeyRoom room = rooms.get(r);
      int first = r * roomStates;
      addStarts(builder, room, first);
      for (int state = 0; state < roomStates; state++) {
        for (int action = 0; action < ACTIONS; action++) {
          int next = room.next(state, action);
          boolean reached = next == DoorKeyRoom.REACHED;
          builder.outcome(
              first + state, action, 1, reached ? 1 : 0, reached ? TabularModel.END : first + next);
        }
      }
    }
    return builder.build();
  }

  /** All starts of a layout are equally likely; layouts are, too. */
  private void addStarts(TabularModel.Builder builder, DoorKeyRoom room, int first) {
    int left = room.leftCells();
    double each = 1.0 / rooms.size() / (4.0 * left) / (left - 1);
    for (int agent = 0; agent < left; agent++) {
      for (int direction = 0; direction < 4; direction++) {
        for (int key = 0; key < left; key++) {
          if (key == agent) continue;
          builder.start(first + room.state(agent, direction, key, DoorKeyRoom.LOCKED), each);
        }
      }
    }
  }

  /** The table; rewards decay with time as in the world, and episodes have its step limit. */
  @Override
  public TabularModel table() {
    return table;
  }

  /**
   * The same table with a reward of 1 for the goal whenever it is reached: returns are successes.
   */
  @Override
  public TabularModel successTable() {
    return makeTable(0);
  }

  /**
   * Writes what a world in a state shows.
   *
   * @param view {@link DoorKeyView#PLANES} or {@link DoorKeyView#OBJECTS}
   * @param target receives as many bytes from {@code offset} as the view has elements
   */
  public void observe(int state, DoorKeyView view, byte[] target, int offset) {
    if (view != DoorKeyView.PLANES && view != DoorKeyView.OBJECTS) {
      throw new IllegalArgumentException("view must be PLANES or OBJECTS, got " + view);
    }
    rooms
        .get(state / roomStates)
        .observe(state % roomStates, view == DoorKeyView.PLANES, target, offset);
  }

  @Override
  public void observe(int state, ObjectView view, byte[] target, int offset) {
    observe(state, DoorKeyView.of(view), target, offset);
  }

  @Override
  public double[] detector(int event) {
    return detector(DoorKeyEvent.ALL.get(event));
  }

  /**
   * The state that a world is in.
   *
   * @throws IllegalArgumentException if its size is another, or it stands on the goal, which has no
   *     state
   */
  public int state(DoorKey world) {
    if (world.size() != size) {
      throw new IllegalArgumentException(
          "the table is for size " + size + ", got a world of size " + world.size());
    }
    if (world.terminated()) throw new IllegalArgumentException("the goal has no state");
    int room = (world.doorX() - 2) * (size - 3) + world.doorY() - 1;
    return room * roomStates + rooms.get(room).state(world.dynamics());
  }

  /** 1 for the states in which an event holds, else 0. */
  public double[] detector(DoorKeyEvent event) {
    double[] detector = new double[table.states()];
    for (int state = 0; state < detector.length; state++) {
      if (rooms.get(state / roomStates).holds(event, state % roomStates)) detector[state] = 1;
    }
    return detector;
  }

  /** Fewest steps to the goal from each state; {@link Integer#MAX_VALUE} where there is no way. */
  public int[] distances() {
    int[] all = new int[table.states()];
    for (int r = 0; r < rooms.size(); r++) {
      System.arraycopy(rooms.get(r).distances(), 0, all, r * roomStates, roomStates);
    }
    return all;
  }

  /** The lowest action of each state whose successor is nearest to the goal. */
  public int[] shortestPlans() {
    int[] actions = new int[table.states()];
    for (int r = 0; r < rooms.size(); r++) {
      int[] distances = rooms.get(r).distances();
      for (int state = 0; state < roomStates; state++) {
        actions[r * roomStates + state] = rooms.get(r).nearestAction(state, distances);
      }
    }
    return actions;
  }
}
