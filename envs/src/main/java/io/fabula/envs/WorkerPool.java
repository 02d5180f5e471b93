package io.fabula.envs;

import java.util.Objects;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread and some daemon threads that share numbered pieces of work. Threads that wait
 * block instead of spinning, and a round allocates nothing.
 */
final class WorkerPool implements AutoCloseable {
  private final Phaser phaser;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private int count;
  private @Nullable IntConsumer work;
  private boolean closed;

  /**
   * Starts the helpers.
   *
   * @param threads at least 1, the caller included
   */
  WorkerPool(int threads, String name) {
    phaser = new Phaser(threads);
    for (int i = 1; i < threads; i++) {
      Thread helper = new Thread(this::help, name + "-" + i);
      helper.setDaemon(true);
      helper.start();
    }
  }

  /**
   * Calls {@code piece} once with each of {@code 0..pieces-1}, in any order and on any thread, and
   * returns when all are done.
   */
  void each(int pieces, IntConsumer piece) {
    if (closed) throw new IllegalStateException("the worlds have been closed");
    if (phaser.getRegisteredParties() == 1) {
      for (int i = 0; i < pieces; i++) piece.accept(i);
      return;
    }
    count = pieces;
    work = piece;
    next.set(0);
    phaser.arriveAndAwaitAdvance();
    share();
    phaser.arriveAndAwaitAdvance();
    work = null;
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof RuntimeException unchecked) throw unchecked;
    if (thrown instanceof Error error) throw error;
  }

  private void help() {
    while (true) {
      phaser.arriveAndAwaitAdvance();
      if (closed) return;
      share();
      phaser.arriveAndAwaitAdvance();
    }
  }

  private void share() {
    try {
      IntConsumer piece = Objects.requireNonNull(work);
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) piece.accept(i);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Ends the helpers; a second call does nothing. */
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    phaser.arriveAndDeregister();
  }
}
