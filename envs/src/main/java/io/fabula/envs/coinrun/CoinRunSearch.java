package io.fabula.envs.coinrun;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A search over games to come, from one state, for a way to the coin. */
final class CoinRunSearch {
  private static final String FORMAT = "coinrun-search";

  /** What is tried from each state, held for {@link #HOLD} steps. */
  private static final int[] MOVES = {
    CoinRun.RIGHT_AND_UP, CoinRun.RIGHT, 5, CoinRun.NO_OPERATION, 1, 2
  };

  private static final int HOLD = 3;
  private static final int MAXIMUM_NODES = 6000;

  /** Cells of progress that one more step must be worth; keeps ways short. */
  private static final float STEP_COST = 0.02f;

  /** How often nearly equal states are worth a look: enemies may have moved meanwhile. */
  private static final int LOOKS = 2;

  private final CoinRunOptions options;

  /** Middle of the column that is aimed at; the end of the world if the coin is at the end. */
  private final float goal;

  private final Map<Integer, Integer> looks = new HashMap<>();
  private final PriorityQueue<Node> open =
      new PriorityQueue<>(Comparator.<Node>comparingDouble(node -> node.cost));
  private final Node root;
  private Node farthest;

  CoinRunSearch(Game from, CoinRunOptions options) {
    this.options = options;
    goal = options.coin() == CoinRunOptions.Coin.END ? Grid.SIZE : coinColumn(from.scene.grid);
    root = new Node(null, CoinRun.NO_OPERATION, 0, from);
    farthest = root;
  }

  private final class Node {
    final @Nullable Node parent;
    final int move;

    /** Steps that the move was held for, less than {@link #HOLD} if it reached the coin. */
    final int held;

    final int steps;
    final float progress;
    final double cost;
    final byte[] state;

    Node(@Nullable Node parent, int move, int held, Game game) {
      this.parent = parent;
      this.move = move;
      this.held = held;
      steps = (parent == null ? 0 : parent.steps) + held;
      progress = progress(game.scene.entities.x[Entities.PLAYER]);
      cost = STEP_COST * steps - progress;
      SnapshotWriter out = new SnapshotWriter(FORMAT, 1);
      game.write(out);
      state = out.toBytes();
    }
  }

  private static float coinColumn(Grid grid) {
    for (int i = 0; i < grid.cells.length; i++) {
      if (grid.cells[i] == Grid.COIN) return i % Grid.SIZE + 0.5f;
    }
    return Grid.SIZE;
  }

  /** How far to the right, up to the goal; beyond it, how far back. */
  private float progress(float x) {
    return x <= goal ? x : 2 * goal - x;
  }

  /** The actions to the coin, or as far to the right as was found; at least one. */
  byte[] run() {
    open.add(root);
    for (int nodes = 0; nodes < MAXIMUM_NODES; ) {
      Node node = open.poll();
      if (node == null) break;
      for (int move : MOVES) {
        Game game = Game.read(new SnapshotReader(node.state, FORMAT, 1), options);
        int held = hold(game, move);
        nodes++;
        if (game.completed) return path(new Node(node, move, held, game));
        if (game.ended || held < HOLD || !isNew(game)) continue;
        Node next = new Node(node, move, held, game);
        if (next.progress > farthest.progress) farthest = next;
        open.add(next);
      }
    }
    return farthest == root ? new byte[] {CoinRun.RIGHT_AND_UP} : path(farthest);
  }

  private static int hold(Game game, int move) {
    int held = 0;
    while (held < HOLD && game.scene.time < Game.MAXIMUM_STEPS) {
      game.step(move);
      held++;
      if (game.ended) break;
    }
    return held;
  }

  /** Whether the player has rarely been here like this: half cells, direction, on its feet. */
  private boolean isNew(Game game) {
    Entities e = game.scene.entities;
    int key = Math.round(2 * e.x[Entities.PLAYER]);
    key = key * 2 * Grid.SIZE + Math.round(2 * e.y[Entities.PLAYER]);
    key = key * 3 + Math.round(Math.signum(e.vx[Entities.PLAYER])) + 1;
    key = key * 3 + Math.round(Math.signum(e.vy[Entities.PLAYER])) + 1;
    return looks.merge(key, 1, Integer::sum) <= LOOKS;
  }

  private static byte[] path(Node last) {
    byte[] actions = new byte[last.steps];
    int end = actions.length;
    for (Node node = last; node != null; node = node.parent) {
      for (int i = 0; i < node.held; i++) actions[--end] = (byte) node.move;
    }
    return actions;
  }
}
