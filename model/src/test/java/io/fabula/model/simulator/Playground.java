package io.fabula.model.simulator;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.windows.PooledFrames;
import io.fabula.model.windows.RecordedEpisode;
import java.util.ArrayList;
import java.util.List;

/**
 * A tiny world for tests: a bright square on a dark ground moves right when the action is 7, left
 * when it is 1, and the episode ends with a reward at the right border.
 */
final class Playground {
  static final int HIDDEN = 32;
  static final int ACTIONS = 15;

  private Playground() {}

  /** Episodes of random actions; the agent's states are those of a formula. */
  static List<RecordedEpisode> record(int episodes, int side, int hidden, long seed) {
    List<RecordedEpisode> recorded = new ArrayList<>();
    RandomStream random = new RandomStream(seed);
    for (int e = 0; e < episodes; e++) {
      int length = 12 + random.nextInt(8);
      int x = random.nextInt(side / 2);
      byte[] pictures = new byte[length * 3 * side * side];
      byte[] actions = new byte[length];
      float[] rewards = new float[length];
      boolean[] terminals = new boolean[length];
      float[] states = new float[(length + 1) * hidden];
      for (int t = 0; t < length; t++) {
        terminals[t] = t == length - 1;
        rewards[t] = terminals[t] && e % 2 == 0 ? 5 : 0;
        if (!terminals[t]) paint(pictures, t, side, x);
        actions[t] = (byte) (random.nextInt(3) == 0 ? 1 : 7);
        x = Math.max(0, Math.min(side - side / 4, x + (actions[t] == 7 ? 1 : -1)));
      }
      for (int i = 0; i < states.length; i++) states[i] = (float) Math.tanh(Math.sin(0.3 * i + x));
      recorded.add(
          new RecordedEpisode(
              e, PooledFrames.of(pictures, side, 1), states, actions, rewards, terminals));
    }
    return recorded;
  }

  private static void paint(byte[] pictures, int t, int side, int left) {
    int size = side / 4;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          boolean inside = x >= left && x < left + size && y >= side / 2 && y < side / 2 + size;
          int value = inside ? 230 - 60 * c : 30 + 20 * c;
          pictures[((t * side + y) * side + x) * 3 + c] = (byte) value;
        }
      }
    }
  }

  /** A small agent with weights drawn from a seed. */
  static ImpalaNetwork agent(int side, long seed) {
    return ImpalaNetwork.create(
        new ImpalaArchitecture(side, 1, 1, List.of(8, 16), HIDDEN, HIDDEN, true, ACTIONS), seed);
  }
}
