package io.fabula.model.scinet;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.List;

/** Length and score of every episode of a training, in the order in which they ended. */
public final class EpisodeLog {
  private static final String LENGTHS = "episodes.lengths";
  private static final String SCORES = "episodes.scores";

  private long[] lengths = new long[1024];
  private float[] scores = new float[1024];
  private int count;

  /** Number of episodes. */
  public int count() {
    return count;
  }

  /** Steps of an episode. */
  public int length(int episode) {
    return (int) lengths[episode];
  }

  /** Sum of the rewards of an episode, those below 0 left out. */
  public float score(int episode) {
    return scores[episode];
  }

  void add(int length, double score) {
    if (count == scores.length) {
      lengths = Arrays.copyOf(lengths, 2 * count);
      scores = Arrays.copyOf(scores, 2 * count);
    }
    lengths[count] = length;
    scores[count++] = (float) score;
  }

  void save(TensorFile file) {
    file.put(LENGTHS, Tensor.of(Arrays.copyOf(lengths, count)));
    file.put(SCORES, Tensor.of(Arrays.copyOf(scores, count)));
  }

  void restore(TensorFile file) throws DamagedFileException {
    long[] saved = file.longs(LENGTHS, -1);
    scores = file.floats(SCORES, List.of(saved.length));
    lengths = saved;
    count = saved.length;
    if (count == 0) {
      lengths = new long[1024];
      scores = new float[1024];
    }
  }
}
