package io.fabula.pipelines.stages;

import java.util.HashMap;
import java.util.Map;

/**
 * The shards that this process works on: how many share its processors, and which of them should
 * write a checkpoint before the process is ended by a signal.
 */
final class ActiveShards {
  private static final Map<Thread, Boolean> ACTIVE = new HashMap<>(); // whether it has checkpoints
  private static boolean stopping;

  private ActiveShards() {}

  /** Notes that the calling thread begins a shard; says how many are active then. */
  static int enter() throws InterruptedException {
    synchronized (ACTIVE) {
      if (stopping) throw new InterruptedException("the process is being ended");
      ACTIVE.put(Thread.currentThread(), false);
      return ACTIVE.size();
    }
  }

  /** Notes that the calling thread ended its shard. */
  static void leave() {
    synchronized (ACTIVE) {
      ACTIVE.remove(Thread.currentThread());
      ACTIVE.notifyAll();
    }
  }

  /** Notes that the calling thread's shard writes checkpoints, for which an end may wait. */
  static void hasCheckpoints() {
    synchronized (ACTIVE) {
      ACTIVE.computeIfPresent(Thread.currentThread(), (thread, before) -> true);
    }
  }

  /** Whether the process is being ended. */
  static boolean isStopping() {
    synchronized (ACTIVE) {
      return stopping;
    }
  }

  /**
   * Interrupts all shards, lets none begin any more, and waits for those with checkpoints.
   *
   * @return whether those have ended
   */
  static boolean stop(long patienceMillis) throws InterruptedException {
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    synchronized (ACTIVE) {
      stopping = true;
      for (Thread each : ACTIVE.keySet()) each.interrupt();
      while (ACTIVE.containsValue(true)) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) return false;
        ACTIVE.wait(left);
      }
      return true;
    }
  }
}
