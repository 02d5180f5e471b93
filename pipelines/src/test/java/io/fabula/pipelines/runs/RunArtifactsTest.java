package io.fabula.pipelines.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of what a run is made of. */
class RunArtifactsTest {
  @TempDir Path directory;

  @Test
  void keepsTheOrderOfTheChain() throws IOException {
    Map<String, RunArtifacts.Entry> stages = new LinkedHashMap<>();
    for (String name : new String[] {"train", "record", "analyse"}) {
      stages.put(name, new RunArtifacts.Entry("study", name, "path", "hash", Map.of("size", 2.5)));
    }
    RunArtifacts made = new RunArtifacts(stages);
    Files.write(directory.resolve(RunArtifacts.FILE), made.json());
    assertThat(RunArtifacts.in(directory)).contains(made);
    assertThat(RunArtifacts.in(directory).orElseThrow().stages().keySet())
        .containsExactly("train", "record", "analyse");
  }
}
