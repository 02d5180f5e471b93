package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.sums.SumsProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed process loses nothing that was complete. */
class KillTest {
  @TempDir Path directory;

  @Test
  void aKilledRunContinuesWhereItsCompleteArtifactsEnd() throws Exception {
    String[] command = {"run", "sums", "--profile=tiny", "--store=" + directory};
    killWhileFolding(command);
    Manifest drawn = Store.at(directory.toString()).manifests("sums", "draw-numbers").get(0);
    assertThat(Store.at(directory.toString()).manifests("sums", "fold-numbers")).isEmpty();

    Console continued = Console.run(command);

    assertThat(continued.exitCode()).isZero();
    assertThat(continued.out())
        .containsPattern("draw-numbers +[0-9a-f]+ +up to date")
        .containsPattern("fold-numbers +[0-9a-f]+ +run: begun but not complete");
    assertThat(Store.at(directory.toString()).manifests("sums", "draw-numbers").get(0))
        .isEqualTo(drawn);
    Path undisturbed = directory.resolve("undisturbed");
    Console.run("run", "sums", "--profile=tiny", "--store=" + undisturbed);
    assertThat(
            Store.at(directory.toString()).manifests("sums", "fold-numbers").get(0).contentHash())
        .isEqualTo(
            Store.at(undisturbed.toString())
                .manifests("sums", "fold-numbers")
                .get(0)
                .contentHash());
    try (Stream<Path> artifacts = Files.walk(directory.resolve("artifacts"))) {
      assertThat(artifacts.filter(file -> file.getFileName().toString().startsWith("_")))
          .allMatch(file -> file.endsWith("_MANIFEST.json"));
    }
  }

  private static void killWhileFolding(String... command) throws IOException, InterruptedException {
    Process child = SumsProcess.start(command);
    try (BufferedReader out = child.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.contains(SumsProcess.FOLDING)) line = out.readLine();
      assertThat(line).isNotNull();
      child.destroyForcibly();
      assertThat(child.waitFor()).isEqualTo(128 + 9);
    } finally {
      child.destroyForcibly();
    }
  }
}
