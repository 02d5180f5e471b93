package io.fabula.pipelines.studies.interpret.tables;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.WorkProblem;
import org.junit.jupiter.api.Test;

/** Recordings that do not fit into memory are refused before they are read. */
class RecordingTest {
  private static final long GIGABYTE = 1L << 30;

  @Test
  void tooManyStepsForTheHeapAreOneLineThatSaysWhatToDo() {
    assertThatCode(() -> Recording.requireMemory(75_000, 64, 4, 64, 3 * GIGABYTE))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Recording.requireMemory(400_000, 64, 2, 64, 3 * GIGABYTE))
        .isInstanceOf(WorkProblem.class)
        .hasMessage(
            "400,000 recorded steps take 2.6 GB in each of two workers, and the Java heap has"
                + " 3.2 GB; set FABULA_HEAP=8g or lower recording.episodes");
  }
}
