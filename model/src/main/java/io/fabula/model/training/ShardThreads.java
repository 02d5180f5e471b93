package io.fabula.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute shards. Shard s always belongs to thread {@code s % threads}, so that what a
 * shard owns is touched by one thread. The caller only waits: interrupting it never tears a
 * computation.
 */
public final class ShardThreads implements AutoCloseable {
  private final int shards;
  private final List<ExecutorService> threads = new ArrayList<>();

  /**
   * Starts the threads.
   *
   * @param name what they are called, such as {@code ppo-shard}
   * @param threadCount at least 1; more than there are shards are of no use
   * @param shards at least 1
   */
  public ShardThreads(String name, int threadCount, int shards) {
    if (threadCount < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threadCount);
    }
    if (shards < 1) throw new IllegalArgumentException("shards must be at least 1, got " + shards);
    this.shards = shards;
    for (int i = 0; i < Math.min(threadCount, shards); i++) {
      threads.add(
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /** Number of shards. */
  public int shards() {
    return shards;
  }

  /**
   * Runs {@code task} once for every shard and waits for all, even when interrupted. What a shard
   * throws is thrown on as it is: of several, that of the first shard, for any number of threads.
   */
  public void each(IntConsumer task) {
    List<Future<@Nullable Failure>> running = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      int first = i;
      running.add(threads.get(i).submit(() -> run(first, task)));
    }
    Failure failure = null;
    boolean interrupted = false;
    for (Future<@Nullable Failure> each : running) {
      boolean waiting = true;
      while (waiting) {
        try {
          Failure found = each.get();
          if (found != null && (failure == null || found.shard < failure.shard)) failure = found;
          waiting = false;
        } catch (InterruptedException e) {
          interrupted = true; // the caller looks at the flag afterwards
        } catch (ExecutionException e) {
          throw new IllegalStateException("a thread of shards failed", e);
        }
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    if (failure == null) return;
    if (failure.thrown instanceof Error error) throw error;
    throw (RuntimeException) failure.thrown;
  }

  /** What a shard threw: nothing checked, since a task declares nothing. */
  private record Failure(int shard, Throwable thrown) {}

  private @Nullable Failure run(int first, IntConsumer task) {
    for (int shard = first; shard < shards; shard += threads.size()) {
      try {
        task.accept(shard);
      } catch (RuntimeException | Error e) {
        return new Failure(shard, e);
      }
    }
    return null;
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdownNow);
  }
}
