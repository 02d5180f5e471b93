package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ShardThreadsTest {
  @Test
  void anInterruptedCallerLetsAllShardsFinish() {
    for (int threads = 1; threads <= 3; threads++) {
      Thread caller = Thread.currentThread();
      AtomicIntegerArray done = new AtomicIntegerArray(3);
      try (ShardThreads shards = new ShardThreads(threads, 3)) {
        shards.each(
            shard -> {
              caller.interrupt();
              if (!Thread.currentThread().isInterrupted()) done.incrementAndGet(shard);
            });
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(done.toString()).isEqualTo("[1, 1, 1]");
    }
  }

  @Test
  void whatAShardThrowsReachesTheCaller() {
    try (ShardThreads shards = new ShardThreads(2, 4)) {
      assertThatThrownBy(
              () ->
                  shards.each(
                      shard -> {
                        if (shard == 3) throw new IllegalArgumentException("shard 3");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("shard 3");
    }
  }
}
