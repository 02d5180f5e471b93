package io.fabula.model.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every window of the reference recordings, under both rules, without one differing number. */
final class WindowSamplerInterpretVectorTest {
  private static final int HIDDEN = 1;

  @TestFactory
  List<DynamicTest> cutsTheReferenceWindows() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode example : InterpretVectors.cases("window_sampler.json.gz")) {
      String name = example.get("name").asText();
      tests.add(DynamicTest.dynamicTest(name + ", corrected", () -> check(example, "fixed")));
      tests.add(DynamicTest.dynamicTest(name + ", published", () -> check(example, "original")));
    }
    return tests;
  }

  private static void check(JsonNode example, String rule) {
    int length = example.get("window").asInt();
    int context = example.get("n_init").asInt();
    WindowDataset dataset =
        new WindowDataset(
            recording(VectorFile.ints(example.get("episode_lengths"))),
            new WindowRule(length, context, rule.equals("original")));
    assertThat(dataset.size()).isEqualTo(example.get("dataset_length").asInt());
    WindowBatch batch = dataset.newBatch(2);
    for (JsonNode window : example.get("windows")) {
      dataset.fill(batch, 1, window.get("start").asInt());
      String start = "window at row " + window.get("start");
      assertThat(rows(batch))
          .as(start)
          .containsExactly(VectorFile.ints(window.get(rule + "_rows")));
      assertThat(column(batch.actions(), 2))
          .as(start)
          .containsExactly(VectorFile.ints(window.get(rule + "_action")));
      assertThat(states(batch))
          .as(start)
          .containsExactly(VectorFile.ints(window.get(rule + "_hx")));
      assertThat(terminals(batch))
          .as(start)
          .containsExactly(VectorFile.ints(window.get(rule + "_terminal")));
    }
  }

  /** Rewards carry the global row number plus one; frames are black with one pixel that says it. */
  private static List<RecordedEpisode> recording(int[] lengths) {
    List<RecordedEpisode> episodes = new ArrayList<>();
    int row = 0;
    for (int e = 0; e < lengths.length; e++) {
      byte[] pictures = new byte[lengths[e] * 3];
      float[] states = new float[(lengths[e] + 1) * HIDDEN];
      byte[] actions = new byte[lengths[e]];
      float[] rewards = new float[lengths[e]];
      boolean[] terminals = new boolean[lengths[e]];
      for (int t = 0; t < lengths[e]; t++, row++) {
        pictures[3 * t] = (byte) (row + 1);
        actions[t] = (byte) (row % 9 + 1);
        rewards[t] = row + 1;
        terminals[t] = t == lengths[e] - 1;
      }
      for (int t = 0; t <= lengths[e]; t++) states[t] = 100 * e + t + 1;
      episodes.add(
          new RecordedEpisode(
              e, PooledFrames.of(pictures, 1, 1), states, actions, rewards, terminals));
    }
    return episodes;
  }

  private static int[] rows(WindowBatch batch) {
    int[] rows = new int[batch.length()];
    for (int t = 0; t < rows.length; t++) {
      int at = 2 * t + 1;
      rows[t] = Math.round(batch.rewards()[at]) - 1;
      int shown = Math.round(batch.images()[at * batch.frameSize()] * 255) - 1;
      assertThat(shown).as("row shown at position %d", t).isEqualTo(rows[t]);
    }
    return rows;
  }

  private static int[] column(int[] values, int batch) {
    int[] column = new int[values.length / batch];
    for (int t = 0; t < column.length; t++) column[t] = values[batch * t + 1];
    return column;
  }

  private static int[] states(WindowBatch batch) {
    int[] states = new int[batch.length() + 1];
    for (int t = 0; t < states.length; t++) states[t] = Math.round(batch.agentStates()[2 * t + 1]);
    return states;
  }

  private static int[] terminals(WindowBatch batch) {
    int[] found = new int[batch.length()];
    int count = 0;
    for (int t = 0; t < batch.length(); t++) {
      if (batch.terminals()[2 * t + 1] == 1) found[count++] = t;
    }
    return Arrays.copyOf(found, count);
  }
}
