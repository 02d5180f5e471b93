package io.fabula.model.ppo;

import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How an update cuts its (T, N) block into mini-batches and when the optimiser steps.
 *
 * <p>Each epoch makes about {@code perEpoch} optimiser steps of G = T N / perEpoch frames; a
 * mini-batch holds at most {@code largest} frames, so that the gradients of k = G / m mini-batch
 * means are summed for one step. The count of mini-batches towards the next step runs on from epoch
 * to epoch.
 *
 * @param steps T
 * @param worlds N
 * @param epochs passes over the block
 * @param perEpoch optimiser steps in an epoch
 * @param largest most frames in a mini-batch
 * @param recurrent whether a mini-batch is all steps of a few worlds, or any frames
 */
public record MinibatchSchedule(
    int steps, int worlds, int epochs, int perEpoch, int largest, boolean recurrent) {
  /**
   * One mini-batch.
   *
   * @param members worlds (recurrent) or frame indices {@code t * N + n}
   * @param step whether the optimiser steps after it
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Minibatch(int[] members, boolean step) {}

  public MinibatchSchedule {
    if (steps < 1 || worlds < 1 || epochs < 1 || perEpoch < 1 || largest < 1) {
      throw new IllegalArgumentException(
          "steps, worlds, epochs, mini-batches per epoch and mini-batch size must be at least 1, got "
              + Arrays.asList(steps, worlds, epochs, perEpoch, largest));
    }
    int total = Math.multiplyExact(steps, worlds);
    if (total < perEpoch) {
      throw new IllegalArgumentException(
          "a block of " + total + " frames cannot make " + perEpoch + " mini-batches");
    }
    int size = Math.min(largest, total / perEpoch);
    if (recurrent && (total % size != 0 || worlds % (total / size) != 0)) {
      throw new IllegalArgumentException(
          "recurrent mini-batches need whole worlds: "
              + worlds
              + " worlds of "
              + steps
              + " steps do not divide into mini-batches of "
              + size
              + " frames");
    }
  }

  /** Frames in a mini-batch, m. */
  public int size() {
    return Math.min(largest, steps * worlds / perEpoch);
  }

  /** Mini-batches whose gradients are summed for one optimiser step, k. */
  public int accumulation() {
    return steps * worlds / perEpoch / size();
  }

  /** Members of a mini-batch: worlds, or frames. */
  public int members() {
    return recurrent ? worlds / minibatchesPerEpoch() : size();
  }

  /** Mini-batches in an epoch; an incomplete last one is dropped. */
  public int minibatchesPerEpoch() {
    return steps * worlds / size();
  }

  /** Draws the mini-batches of one update in order. */
  public List<Minibatch> draw(RandomStream random) {
    List<Minibatch> all = new ArrayList<>();
    int count = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = random.permutation(recurrent ? worlds : steps * worlds);
      for (int i = 0; i < minibatchesPerEpoch(); i++) {
        count++;
        int[] members = Arrays.copyOfRange(order, i * members(), (i + 1) * members());
        all.add(new Minibatch(members, count % accumulation() == 0));
      }
    }
    return all;
  }
}
