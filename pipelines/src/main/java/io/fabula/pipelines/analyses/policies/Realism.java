package io.fabula.pipelines.analyses.policies;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.windows.RecordedEpisode;
import io.fabula.model.windows.RecordedEpisodes;
import java.util.Arrays;

/**
 * How much frames look like recorded ones: half the squared distance to the nearest of many
 * recorded frames.
 */
final class Realism {
  private final float[][] recorded;

  /**
   * Takes frames of episodes, the final ones included.
   *
   * @param count how many, at most
   * @param seed of the choice
   */
  Realism(RecordedEpisodes episodes, int count, long seed) {
    int[] firsts = new int[episodes.size() + 1];
    for (int e = 0; e < episodes.size(); e++) firsts[e + 1] = firsts[e] + episodes.length(e);
    int[] order =
        new RandomStream(Seeds.of(seed, "recorded frames")).permutation(firsts[episodes.size()]);
    int[] chosen = Arrays.copyOf(order, Math.min(count, order.length));
    Arrays.sort(chosen);
    int width = 3 * episodes.frameSide() * episodes.frameSide();
    recorded = new float[chosen.length][width];
    int at = 0;
    for (int e = 0; e < episodes.size(); e++) {
      RecordedEpisode episode = episodes.get(e);
      for (; at < chosen.length && chosen[at] < firsts[e + 1]; at++) {
        episode.frames().copy(chosen[at] - firsts[e], 1, recorded[at], 0);
      }
    }
  }

  /** Half the squared distance of a frame from the nearest recorded one. */
  double nearest(float[] frames, int from) {
    double best = Double.POSITIVE_INFINITY;
    for (float[] each : recorded) {
      double sum = 0;
      for (int i = 0; i < each.length && sum < best; i += 64) {
        int end = Math.min(each.length, i + 64);
        for (int j = i; j < end; j++) {
          double difference = frames[from + j] - each[j];
          sum += difference * difference;
        }
      }
      best = Math.min(best, sum);
    }
    return best / 2;
  }

  /** Mean absolute difference of two frames, 0..1. */
  static double movement(float[] a, int aFrom, float[] b, int bFrom, int width) {
    double sum = 0;
    for (int i = 0; i < width; i++) sum += Math.abs(a[aFrom + i] - b[bFrom + i]);
    return sum / width;
  }
}
