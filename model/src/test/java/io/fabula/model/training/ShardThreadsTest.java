package io.fabula.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ShardThreadsTest {
  @Test
  void anInterruptedCallerLetsAllShardsFinish() {
    for (int threads = 1; threads <= 3; threads++) {
      Thread caller = Thread.currentThread();
      AtomicIntegerArray done = new AtomicIntegerArray(3);
      try (ShardThreads shards = new ShardThreads("test-shard", threads, 3)) {
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
  void throwsOnWhatTheFirstFailingShardThrewForAnyNumberOfThreads() {
    for (int threads = 1; threads <= 4; threads++) {
      try (ShardThreads shards = new ShardThreads("test-shard", threads, 4)) {
        assertThatThrownBy(
                () ->
                    shards.each(
                        shard -> {
                          if (shard > 0) throw new IllegalArgumentException("shard " + shard);
                        }))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("shard 1");
      }
    }
  }

  @Test
  void throwsOnAnErrorAsItIs() {
    try (ShardThreads shards = new ShardThreads("test-shard", 2, 2)) {
      assertThatThrownBy(
              () ->
                  shards.each(
                      shard -> {
                        throw new StackOverflowError("deep");
                      }))
          .isInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void aShardAlwaysRunsOnTheSameThread() {
    Thread[] owners = new Thread[5];
    try (ShardThreads shards = new ShardThreads("test-shard", 2, 5)) {
      shards.each(shard -> owners[shard] = Thread.currentThread());
      Thread[] first = owners.clone();
      shards.each(shard -> owners[shard] = Thread.currentThread());
      assertThat(owners).isEqualTo(first);
    }
    assertThat(Arrays.stream(owners).distinct()).hasSize(2);
    assertThat(owners[4]).isSameAs(owners[0]);
  }
}
