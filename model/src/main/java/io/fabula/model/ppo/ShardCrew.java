package io.fabula.model.ppo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Threads that compute shards. Shard s always belongs to thread {@code s % threads}, so that what a
 * shard owns is touched by one thread. The caller only waits: interrupting it never tears a
 * computation.
 */
final class ShardCrew implements AutoCloseable {
  private final int shards;
  private final List<ExecutorService> threads = new ArrayList<>();

  ShardCrew(int shards, int threadCount) {
    if (threadCount < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threadCount);
    }
    this.shards = shards;
    for (int i = 0; i < Math.min(threadCount, shards); i++) {
      threads.add(
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = new Thread(task, "ppo-shard");
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /** Runs {@code task} once for every shard and waits for all, even when interrupted. */
  void each(IntConsumer task) {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      int first = i;
      running.add(threads.get(i).submit(() -> run(first, task)));
    }
    boolean interrupted = false;
    Throwable failure = null;
    for (Future<?> each : running) {
      boolean waiting = true;
      while (waiting) {
        try {
          each.get();
          waiting = false;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (failure == null) failure = e.getCause();
          waiting = false;
        }
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    if (failure != null) throw new IllegalStateException("a shard failed: " + failure, failure);
  }

  private void run(int first, IntConsumer task) {
    for (int shard = first; shard < shards; shard += threads.size()) task.accept(shard);
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdownNow);
  }
}
