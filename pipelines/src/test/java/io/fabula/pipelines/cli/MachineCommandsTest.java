package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.doctor.Explanation;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about this machine and the shell, and what the machine does to output. */
class MachineCommandsTest {
  @TempDir Path directory;

  @Test
  void theDoctorLooksAtEverythingThatIsNeeded() throws IOException {
    Console console = Console.run("doctor", "--json", "--store=" + directory);
    JsonNode findings = Json.read(console.out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(findings.findValuesAsText("what"))
        .containsExactly(
            "java",
            "processor",
            "memory",
            "heap",
            "disk",
            "OMP_NUM_THREADS",
            "temporary files",
            "locale",
            "open files",
            "flink");
    boolean works = !findings.findValuesAsText("verdict").contains("problem");
    assertThat(console.exitCode()).isEqualTo(works ? 0 : 1);
    assertThat(directory).isEmptyDirectory();
    assertThat(Console.run("doctor", "--store=" + directory).out())
        .containsPattern("java +good +" + System.getProperty("java.version"));
  }

  @Test
  void theDoctorSaysWhatDoesNotWork() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    Console console = Console.run("doctor", "--store=" + file, "--flinkMaster=no port:x");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.out())
        .containsPattern("disk +problem +" + file + " is not writable")
        .contains("disk: choose another --store=DIR")
        .containsPattern("flink +problem")
        .contains("Fabula does not work here as it is");
  }

  @Test
  void shellsGetTheirScripts() throws IOException, InterruptedException {
    Console bash = Console.run("completion", "bash");
    assertThat(bash.out()).contains("complete -F _complete_fabula").contains("--print-config");
    Path script = Files.writeString(directory.resolve("completion"), bash.out());
    Process check = new ProcessBuilder("bash", "-n", script.toString()).start();
    assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(check.exitValue()).isZero();
    assertThat(Console.run("completion", "zsh").out()).contains("bashcompinit");
    assertThat(Console.run("completion", "fish").out())
        .contains("complete -c fabula -n '__fish_use_subcommand' -a run -d 'Run a study")
        .contains("'__fish_seen_subcommand_from run' -l profile -r -F")
        .contains(
            "'__fish_seen_subcommand_from list; and __fish_seen_subcommand_from worlds' -s h -l"
                + " help");
    Console none = Console.run("completion", "tcsh");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err())
        .isEqualTo("fabula: name the shell: ./fabula completion bash, zsh, fish\n");
  }

  /** A disk that takes nothing. */
  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int each) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  @Test
  void outputThatIsLostIsNoticedUnlessNobodyWantsIt() {
    for (String reason : List.of("No space left on device", "Bad file descriptor")) {
      StandardOutput full = new StandardOutput(failing(reason));
      new PrintWriter(full, true).println("text");
      assertThat(full.problem()).hasValue("standard output could not be written (" + reason + ")");
    }
    StandardOutput pipe = new StandardOutput(failing("Broken pipe"));
    new PrintWriter(pipe, true).println("text");
    assertThat(pipe.problem()).isEmpty();
  }

  /** Java calls the home directory of a user without a name "?". */
  @Test
  void aUserWithoutANameHasACacheDirectory() {
    Path temporary = Path.of("/tmp/t");
    Map<String, String> data = Map.of("HOME", "/data");
    assertThat(NativeCache.caches("?", temporary, data)).isEqualTo(Path.of("/data/.cache/fabula"));
    assertThat(NativeCache.caches("?", temporary, Map.of("XDG_CACHE_HOME", "/cache")))
        .isEqualTo(Path.of("/cache/fabula"));
    assertThat(NativeCache.caches("?", temporary, Map.of("HOME", "?")).toString())
        .matches("/tmp/t/fabula-[0-9]+");
    assertThat(NativeCache.caches("/home/a", temporary, data))
        .isEqualTo(Path.of("/home/a/.cache/fabula"));
    Path caches = Path.of("/c");
    String javaCpp = "org.bytedeco.javacpp.cachedir";
    assertThat(NativeCache.properties("/home/a", caches, caches))
        .containsEntry("org.xerial.snappy.tempdir", "/c/unpacked")
        .containsEntry("ZstdTempFolder", "/c/unpacked")
        .doesNotContainKey(javaCpp);
    assertThat(NativeCache.properties("?", caches, caches)).containsEntry(javaCpp, "/c/native");
    assertThat(NativeCache.properties("/home/a", Path.of("/read-only"), caches))
        .containsEntry(javaCpp, "/c/native");
    assertThat(NativeCache.home(caches, data)).isEqualTo("/data");
    assertThat(NativeCache.home(caches, Map.of("HOME", "?"))).isEqualTo("/c");
  }

  @Test
  void whatKilledProcessesUnpackedGoesAfterAWhile() throws IOException {
    Path old = Files.writeString(directory.resolve("snappy-old.so"), "x");
    Path young = Files.writeString(directory.resolve("snappy-young.so"), "x");
    Instant now = Instant.now();
    Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(3600)));
    NativeCache.sweep(directory, now.minusSeconds(600));
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    NativeCache.sweep(directory.resolve("not there"), now);
  }

  @Test
  void failuresOfTheSurroundingsSayWhatToSet() {
    assertThat(Explanation.of(new IllegalStateException(new OutOfMemoryError("Java heap space"))))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("the Java heap of ")
                    .contains("set a larger one, such as FABULA_HEAP="));
    assertThat(Explanation.of(new OutOfMemoryError("unable to create native thread: x")))
        .hasValueSatisfying(line -> assertThat(line).contains("ulimit -u"));
    assertThat(Explanation.of(new IOException("/x: Too many open files")))
        .hasValueSatisfying(line -> assertThat(line).contains("ulimit -n"));
    assertThat(Explanation.of(new IOException("something else"))).isEmpty();
  }
}
