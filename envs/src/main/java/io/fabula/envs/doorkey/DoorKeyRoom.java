package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

import java.util.Arrays;

/**
 * All states of one layout (position of the wall and the door), numbered: agent's cell, direction,
 * key's cell or carried, door state; also those that cannot be reached.
 *
 * <p>Floor cells are numbered first; after them comes, among the agent's places, the doorway, and
 * among the key's places, the agent's hand.
 */
final class DoorKeyRoom {
  /** The successor of reaching the goal. */
  static final int REACHED = -1;

  /** The distance of states that cannot reach the goal. */
  static final int NEVER = Integer.MAX_VALUE;

  static final int OPEN = 0;
  static final int CLOSED = 1;
  static final int LOCKED = 2;
  private static final int DOOR_STATES = 3;
  private static final int DIRECTIONS = 4;
  private static final int BLOCKED = -1;
  private static final int AT_GOAL = -2;

  final int size;
  final int split;
  private final int doorCell;
  private final int floorCells;
  private final int[] cellOfPlace;
  private final int[] placeOfCell;

  /** The place in front of the agent, by its place and direction. */
  private final int[] front;

  DoorKeyRoom(int size, int split, int doorRow) {
    this.size = size;
    this.split = split;
    doorCell = split * size + doorRow;
    int goalCell = (size - 2) * size + size - 2;
    placeOfCell = new int[size * size];
    Arrays.fill(placeOfCell, BLOCKED);
    int[] cells = new int[size * size];
    int places = 0;
    for (int x = 1; x <= size - 2; x++) {
      for (int y = 1; y <= size - 2; y++) {
        int cell = x * size + y;
        if (x == split || cell == goalCell) continue;
        cells[places] = cell;
        placeOfCell[cell] = places++;
      }
    }
    floorCells = places;
    cells[places] = doorCell;
    placeOfCell[doorCell] = places++;
    placeOfCell[goalCell] = AT_GOAL;
    cellOfPlace = Arrays.copyOf(cells, places);
    front = new int[places * DIRECTIONS];
    for (int place = 0; place < places; place++) {
      for (int direction = 0; direction < DIRECTIONS; direction++) {
        front[place * DIRECTIONS + direction] =
            placeOfCell[cellOfPlace[place] + DX[direction] * size + DY[direction]];
      }
    }
  }

  /** Number of states; the same for all layouts of a size. */
  int states() {
    return (floorCells + 1) * DIRECTIONS * (floorCells + 1) * DOOR_STATES;
  }

  /** The place of a cell that is neither wall nor goal. */
  int place(int cell) {
    return placeOfCell[cell];
  }

  /** The place of a key that is carried. */
  int hand() {
    return floorCells;
  }

  /** Floor cells to the left of the wall; they are the places {@code 0..n-1}. */
  int leftCells() {
    return (split - 1) * (size - 2);
  }

  int state(int agent, int direction, int key, int door) {
    return ((agent * DIRECTIONS + direction) * (floorCells + 1) + key) * DOOR_STATES + door;
  }

  /**
   * The state of a world with this layout.
   *
   * @throws IllegalStateException if its key was removed
   */
  int state(DoorKeyDynamics world) {
    if (world.keyAt == DoorKeyDynamics.NO_KEY) {
      throw new IllegalStateException("states are numbered for worlds with a key");
    }
    return state(
        place(world.at),
        world.direction,
        world.carrying() ? hand() : place(world.keyAt),
        STATE_CODE[world.cells[doorCell]]);
  }

  boolean holds(DoorKeyEvent event, int state) {
    int door = state % DOOR_STATES;
    int key = state / DOOR_STATES % (floorCells + 1);
    int facing = state / DOOR_STATES / (floorCells + 1);
    int agent = facing / DIRECTIONS;
    return switch (event) {
      case KEY_HELD -> key == hand();
      case UNLOCKED -> door != LOCKED;
      case DOORWAY -> agent == floorCells;
      case RIGHT -> cellOfPlace[agent] / size > split;
      case FACING -> front[facing] == AT_GOAL;
    };
  }

  /** Writes {@link DoorKeyView#PLANES}, or without the agent {@link DoorKeyView#OBJECTS}. */
  void observe(int state, boolean withAgent, byte[] target, int offset) {
    int door = state % DOOR_STATES;
    int key = state / DOOR_STATES % (floorCells + 1);
    int facing = state / DOOR_STATES / (floorCells + 1);
    Arrays.fill(target, offset, offset + size * size * PLANES_PER_CELL + 1, (byte) 0);
    for (int x = 0; x < size; x++) {
      for (int y = 0; y < size; y++) {
        int cell = x * size + y;
        boolean edge = x == 0 || y == 0 || x == size - 1 || y == size - 1;
        byte content = edge || x == split ? WALL : EMPTY;
        if (cell == doorCell) content = (byte) (DOOR_OPEN + door);
        else if (x == size - 2 && y == size - 2) content = GOAL;
        else if (key < floorCells && cell == cellOfPlace[key]) content = KEY;
        if (PLANE[content] >= 0) target[offset + plane(cell) + PLANE[content]] = 1;
      }
    }
    if (withAgent) {
      int agent = cellOfPlace[facing / DIRECTIONS];
      target[offset + plane(agent) + AGENT_PLANE + facing % DIRECTIONS] = 1;
    }
    if (key == floorCells) target[offset + size * size * PLANES_PER_CELL] = 1;
  }

  private int plane(int cell) {
    return (cell % size * size + cell / size) * PLANES_PER_CELL;
  }

  /** The state after an action, or {@link #REACHED}. */
  int next(int state, int action) {
    int door = state % DOOR_STATES;
    int key = state / DOOR_STATES % (floorCells + 1);
    int facing = state / DOOR_STATES / (floorCells + 1);
    int agent = facing / DIRECTIONS;
    int direction = facing % DIRECTIONS;
    int ahead = front[facing];
    boolean doorAhead = ahead == floorCells;
    boolean floorAhead = ahead >= 0 && !doorAhead;
    return switch (action) {
      case LEFT -> state(agent, (direction + 3) & 3, key, door);
      case RIGHT -> state(agent, (direction + 1) & 3, key, door);
      case FORWARD -> {
        if (ahead == AT_GOAL) yield REACHED;
        boolean free = doorAhead ? door == OPEN : floorAhead && key != ahead;
        yield free ? state(ahead, direction, key, door) : state;
      }
      case PICKUP -> floorAhead && key == ahead ? state(agent, direction, hand(), door) : state;
      case DROP -> floorAhead && key == hand() ? state(agent, direction, ahead, door) : state;
      case TOGGLE -> {
        if (!doorAhead || (door == LOCKED && key != hand())) yield state;
        yield state(agent, direction, key, door == OPEN ? CLOSED : OPEN);
      }
      default -> state;
    };
  }

  /** Fewest steps to the goal from each state, or {@link #NEVER}. */
  int[] distances() {
    int states = states();
    int[] newest = new int[states]; // edges into a state, linked from the newest to the oldest
    int[] older = new int[states * ACTIONS];
    int[] distance = new int[states];
    Arrays.fill(newest, -1);
    Arrays.fill(distance, NEVER);
    int[] queue = new int[states];
    int queued = 0;
    for (int state = 0; state < states; state++) {
      for (int action = 0; action < ACTIONS; action++) {
        int next = next(state, action);
        if (next == REACHED) {
          distance[state] = 1;
          queue[queued++] = state;
        } else if (next != state) {
          older[state * ACTIONS + action] = newest[next];
          newest[next] = state * ACTIONS + action;
        }
      }
    }
    for (int i = 0; i < queued; i++) {
      for (int edge = newest[queue[i]]; edge >= 0; edge = older[edge]) {
        int before = edge / ACTIONS;
        if (distance[before] != NEVER) continue;
        distance[before] = distance[queue[i]] + 1;
        queue[queued++] = before;
      }
    }
    return distance;
  }

  /** The lowest action whose successor is nearest to the goal. */
  int nearestAction(int state, int[] distances) {
    int best = 0;
    int least = NEVER;
    for (int action = 0; action < ACTIONS; action++) {
      int next = next(state, action);
      int distance = next == REACHED ? 0 : distances[next];
      if (distance < least) {
        least = distance;
        best = action;
      }
    }
    return best;
  }
}
