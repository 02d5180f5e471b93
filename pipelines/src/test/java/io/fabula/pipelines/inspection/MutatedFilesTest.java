package io.fabula.pipelines.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.sums.SumsProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a file holds, its reader takes it or says in its own words what is wrong, with a heap of
 * 256 MB. The profile {@code nightly} tries 100,000 files with each reader.
 */
class MutatedFilesTest {
  private static final int FILES = Integer.getInteger("fabula.mutated.files", 500);
  private static final long SEED = 20261129;

  /** What each reader did, for infra/reliability/mutated.sh. */
  private static final Path FIGURES = Path.of("target", "mutated-files");

  @TempDir Path directory;

  static List<String> readers() {
    return ReaderOnTrial.all().stream().map(ReaderOnTrial::name).toList();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void onlyDeclaredProblems(String reader) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    List<String> command =
        new ArrayList<>(SumsProcess.command().subList(0, SumsProcess.command().size() - 1));
    command.set(1, "-Xmx256m");
    command.add(MutatedFiles.class.getName());
    command.addAll(
        List.of(reader, Integer.toString(FILES), Long.toString(SEED), directory.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(SumsProcess.environment());
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.HOURS)).isTrue();
    String said = Files.readString(out, StandardCharsets.UTF_8);
    Files.writeString(Files.createDirectories(FIGURES).resolve(reader + ".txt"), said);
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).containsPattern("(?m)^" + reader + " .* 0 otherwise");
  }
}
