package io.fabula.envs.coinrun;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.Mt19937;
import java.util.Arrays;

/** Which level a world plays next. */
interface LevelOrder {
  /** The level of the next episode. */
  int next();

  void write(SnapshotWriter out);

  /**
   * Reads a position written by {@link #write} and returns what takes it up; until that is run,
   * nothing changes.
   */
  Runnable read(SnapshotReader in);

  /** Levels drawn at random, with replacement, from the range of the options. */
  static LevelOrder drawn(CoinRunOptions options, int seed) {
    Mt19937 random = new Mt19937(seed);
    return new LevelOrder() {
      @Override
      public int next() {
        return options.firstLevel() + random.nextInt(options.levelCount());
      }

      @Override
      public void write(SnapshotWriter out) {
        out.put(random.state());
      }

      @Override
      public Runnable read(SnapshotReader in) {
        int[] state = in.nextInts();
        new Mt19937(0).restore(state);
        return () -> random.restore(state);
      }
    };
  }

  /** The given levels one after the other, then from the beginning. */
  static LevelOrder listed(int[] levelSeeds) {
    int[] levels = levelSeeds.clone();
    return new LevelOrder() {
      private int position;

      @Override
      public int next() {
        int level = levels[position];
        position = (position + 1) % levels.length;
        return level;
      }

      @Override
      public void write(SnapshotWriter out) {
        out.put(levels).put(position);
      }

      @Override
      public Runnable read(SnapshotReader in) {
        int[] readLevels = in.nextInts();
        int readPosition = in.nextInt();
        if (!Arrays.equals(readLevels, levels)
            || readPosition < 0
            || readPosition >= levels.length) {
          throw new IllegalArgumentException("snapshot belongs to another list of levels");
        }
        return () -> position = readPosition;
      }
    };
  }
}
