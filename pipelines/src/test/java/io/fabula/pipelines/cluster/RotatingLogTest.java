package io.fabula.pipelines.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingLogTest {
  @TempDir Path directory;

  private void print(Path file, int from, int to) throws IOException {
    try (PrintStream out =
        new PrintStream(new RotatingLog(file, 20, 2), true, StandardCharsets.UTF_8)) {
      for (int i = from; i < to; i++) out.println("line " + i);
    }
  }

  @Test
  void keepsTheNewestLinesInPiecesOfWholeLines() throws IOException {
    Path file = directory.resolve("x.log");
    print(file, 0, 10);
    assertThat(file).hasContent("line 9\n");
    assertThat(directory.resolve("x.log.1")).hasContent("line 6\nline 7\nline 8\n");
    assertThat(directory.resolve("x.log.2")).hasContent("line 3\nline 4\nline 5\n");
    assertThat(directory.resolve("x.log.3")).doesNotExist();
  }

  @Test
  void goesOnWithWhatIsThere() throws IOException {
    Path file = directory.resolve("x.log");
    print(file, 0, 2);
    print(file, 2, 4);
    assertThat(file).hasContent("line 3\n");
    assertThat(directory.resolve("x.log.1")).hasContent("line 0\nline 1\nline 2\n");
  }

  @Test
  void refusesNoSizeAndNoOlderFiles() {
    Path file = directory.resolve("x.log");
    assertThatThrownBy(() -> new RotatingLog(file, 0, 1))
        .hasMessage("limitBytes must be at least 1, got 0");
    assertThatThrownBy(() -> new RotatingLog(file, 1, 0))
        .hasMessage("kept must be at least 1, got 0");
  }
}
