package io.fabula.model.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Threads that compute shards: shard {@code i} always on thread {@code i % threads}. */
final class ShardThreads implements AutoCloseable {
  private final int threads;
  private final int shards;
  private final ExecutorService others;

  ShardThreads(int threads, int shards) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    this.threads = Math.min(threads, shards);
    this.shards = shards;
    others =
        Executors.newFixedThreadPool(
            Math.max(1, this.threads - 1),
            task -> {
              Thread thread = new Thread(task, "simulator-shard");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs {@code task} once per shard and returns when all are done; the caller's thread helps. */
  void each(IntConsumer task) {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      int first = i;
      running.add(others.submit(() -> run(first, task)));
    }
    RuntimeException failure = null;
    try {
      run(0, task);
    } catch (RuntimeException e) {
      failure = e;
    }
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
          if (failure == null) failure = new IllegalStateException("a shard failed", e.getCause());
        }
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    if (failure != null) throw failure;
  }

  private void run(int first, IntConsumer task) {
    for (int i = first; i < shards; i += threads) task.accept(i);
  }

  @Override
  public void close() {
    others.shutdownNow();
  }
}
