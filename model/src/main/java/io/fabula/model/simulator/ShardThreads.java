package io.fabula.model.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Threads that compute shards. The caller only waits: interrupting it never tears a computation.
 */
final class ShardThreads implements AutoCloseable {
  private final int threads;
  private final int shards;
  private final ExecutorService pool;

  ShardThreads(int threads, int shards) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    this.threads = Math.min(threads, shards);
    this.shards = shards;
    pool =
        Executors.newFixedThreadPool(
            this.threads,
            task -> {
              Thread thread = new Thread(task, "simulator-shard");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs {@code task} once per shard and waits for all, even when interrupted. */
  void each(IntConsumer task) {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int first = i;
      running.add(pool.submit(() -> run(first, task)));
    }
    RuntimeException failure = null;
    boolean interrupted = false;
    for (Future<?> future : running) {
      boolean done = false;
      while (!done) {
        try {
          future.get();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true; // half a step would be lost; the caller looks at the flag afterwards
        } catch (ExecutionException e) {
          done = true;
          if (failure == null) failure = failed(e);
        }
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    if (failure != null) throw failure;
  }

  private static RuntimeException failed(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("a shard failed", e.getCause());
  }

  private void run(int first, IntConsumer task) {
    for (int i = first; i < shards; i += threads) task.accept(i);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
