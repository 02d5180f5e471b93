package io.fabula.pipelines.datasets;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.WorkProblem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A recording that is too large for the disk is refused at once, with what to do about it. */
class PooledRecordingTest {
  private static final Path SCRATCH = Path.of("/somewhere/scratch/recording");

  @Test
  void saysHowMuchScratchSpaceIsNeeded() {
    assertThatCode(() -> PooledRecording.requireSpace(1_000, 12_550, 12_550_000, SCRATCH))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> PooledRecording.requireSpace(3_000_000, 12_550, 2_000_000_000, SCRATCH))
        .isInstanceOf(WorkProblem.class)
        .hasMessage(
            "3,000,000 recorded steps need 37.7 GB of scratch space, and /somewhere/scratch has"
                + " 2.0 GB free; free some or lower recording.episodes");
  }
}
