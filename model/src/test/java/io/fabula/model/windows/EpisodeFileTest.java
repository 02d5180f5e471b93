package io.fabula.model.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Episodes in a scratch file give the windows of episodes in memory, in less memory. */
final class EpisodeFileTest {
  private static final int SIDE = 8;
  private static final int HIDDEN = 3;

  @TempDir Path directory;

  private static RecordedEpisode episode(int id, int length, int pool, RandomStream random) {
    byte[] pictures = new byte[length * 3 * SIDE * SIDE];
    for (int i = 0; i < pictures.length; i++) pictures[i] = (byte) random.nextInt(256);
    float[] states = new float[(length + 1) * HIDDEN];
    for (int i = 0; i < states.length; i++) states[i] = random.nextFloat() - 0.5f;
    byte[] actions = new byte[length];
    float[] rewards = new float[length];
    boolean[] terminals = new boolean[length];
    for (int t = 0; t < length; t++) {
      actions[t] = (byte) random.nextInt(15);
      rewards[t] = random.nextFloat();
    }
    terminals[length - 1] = id % 3 != 0;
    return new RecordedEpisode(
        id, PooledFrames.of(pictures, SIDE, pool), states, actions, rewards, terminals);
  }

  private static List<RecordedEpisode> recording(int pool) {
    List<RecordedEpisode> episodes = new ArrayList<>();
    RandomStream random = new RandomStream(7);
    for (int id = 0; id < 40; id++) {
      episodes.add(episode(id, 1 + random.nextInt(12), pool, random));
    }
    return episodes;
  }

  @Test
  void givesEveryWindowOfEpisodesInMemory() throws IOException {
    for (int pool : new int[] {1, 2}) {
      List<RecordedEpisode> episodes = recording(pool);
      try (EpisodeFile file =
          new EpisodeFile(directory.resolve("scratch" + pool), SIDE / pool, pool, HIDDEN)) {
        for (RecordedEpisode each : episodes) file.add(each);
        for (WindowRule rule : List.of(WindowRule.corrected(6, 2), WindowRule.published(6, 2))) {
          WindowDataset expected = new WindowDataset(episodes.subList(5, 35), rule);
          WindowDataset actual = new WindowDataset(file.range(5, 35), rule);
          assertThat(actual.size()).isEqualTo(expected.size());
          assertThat(actual.meanImage()).isEqualTo(expected.meanImage());
          WindowBatch first = expected.newBatch(2);
          WindowBatch second = actual.newBatch(2);
          for (int start = 0; start < expected.size(); start++) {
            expected.fill(first, start % 2, start);
            actual.fill(second, start % 2, start);
            assertThat(second.images()).isEqualTo(first.images());
            assertThat(second.agentStates()).isEqualTo(first.agentStates());
            assertThat(second.actions()).isEqualTo(first.actions());
            assertThat(second.rewards()).isEqualTo(first.rewards());
            assertThat(second.terminals()).isEqualTo(first.terminals());
          }
        }
        assertThat(file.range(5, 35).id(1)).isEqualTo(6);
      }
    }
  }

  @Test
  void leavesNothingBehind() throws IOException {
    Path scratch = directory.resolve("scratch");
    try (EpisodeFile file = new EpisodeFile(scratch, SIDE, 1, HIDDEN)) {
      file.add(recording(1).get(0));
      assertThat(file.get(0).length()).isEqualTo(recording(1).get(0).length());
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesEpisodesOfAnotherSize() throws IOException {
    try (EpisodeFile file = new EpisodeFile(directory.resolve("scratch"), SIDE, 1, HIDDEN)) {
      RecordedEpisode pooled = recording(2).get(0);
      assertThatThrownBy(() -> file.add(pooled))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("got 4, 2 and 3");
    }
  }

  /** 120 MB of frames, of which windows are drawn, in a heap of 32 MB. */
  @Test
  void needsLittleHeap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                ManyEpisodes.class.getName(),
                directory.resolve("large").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(output).startsWith("drawn 9966 windows of 10000 rows");
    assertThat(process.exitValue()).isZero();
  }

  /** The process of {@link #needsLittleHeap}. */
  static final class ManyEpisodes {
    public static void main(String[] arguments) throws IOException {
      try (EpisodeFile file = new EpisodeFile(Path.of(arguments[0]), 64, 1, HIDDEN)) {
        for (int id = 0; id < 100; id++) {
          byte[] pictures = new byte[100 * 3 * 64 * 64];
          Arrays.fill(pictures, (byte) id);
          file.add(
              new RecordedEpisode(
                  id,
                  PooledFrames.of(pictures, 64, 1),
                  new float[101 * HIDDEN],
                  new byte[100],
                  new float[100],
                  new boolean[100]));
        }
        WindowDataset data = new WindowDataset(file, WindowRule.corrected(34, 3));
        WindowBatch batch = data.newBatch(1);
        for (int start = 0; start < data.size(); start += 97) {
          data.fill(batch, 0, start);
          int shown = Math.round(255 * batch.images()[batch.frameSize() * 33]);
          int first = data.span(start).episode();
          int rows = data.span(start).rows() + data.span(start).firstPosition();
          if (shown != (rows == 34 ? first : 0)) throw new IllegalStateException("wrong frame");
        }
        System.out.println("drawn " + data.size() + " windows of 10000 rows");
      }
    }
  }
}
