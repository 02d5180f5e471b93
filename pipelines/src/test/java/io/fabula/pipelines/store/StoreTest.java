package io.fabula.pipelines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the store appear whole or not at all, and rubbish goes. */
class StoreTest {
  @TempDir Path directory;

  @Test
  void aNameIsGivenOnce() {
    LocalFiles files = new LocalFiles(directory);
    assertThat(files.createIfAbsent("a/b", new byte[] {1})).isTrue();
    assertThat(files.createIfAbsent("a/b", new byte[] {2})).isFalse();
    assertThat(files.read("a/b")).containsExactly(1);
  }

  @Test
  void scratchOfDeadProcessesIsRemovedAndOfLivingOnesIsKept() throws IOException {
    Store store = Store.at(directory.toString());
    store.prepare();
    Path mine = new LocalFiles(directory).scratch("x");
    Files.writeString(mine, "x");
    Path scratch = directory.resolve("scratch");
    Path dead = scratch.resolve("01234567-89ab-cdef-0123-456789abcdef");
    Files.createDirectories(dead.resolve("deep"));
    Files.writeString(scratch.resolve(dead.getFileName() + ".lock"), "1");
    Path foreign = scratch.resolve("notes of somebody");
    Files.createDirectories(foreign);
    store.prepare();
    assertThat(mine).exists();
    assertThat(dead).doesNotExist();
    assertThat(scratch.resolve(dead.getFileName() + ".lock")).doesNotExist();
    assertThat(foreign).exists();
    store.leave();
    assertThat(mine).as("the other command of this process is still at work").exists();
    store.leave();
    assertThat(mine.getParent()).doesNotExist();
    assertThat(scratch).isDirectoryNotContaining("glob:**.lock");
  }

  @Test
  void signaturesDependOnEverythingThatDecidesTheResult() {
    record Options(int a, double b) {}
    Signature input = Signature.of("study", "x", 1, Map.of(), Map.of());
    Signature base = Signature.of("study", "s", 1, new Options(1, 2), Map.of("x", input));
    assertThat(Signature.of("study", "s", 1, new Options(1, 2), Map.of("x", input)))
        .isEqualTo(base);
    assertThat(Signature.of("study", "t", 1, new Options(1, 2), Map.of("x", input)))
        .isNotEqualTo(base);
    assertThat(Signature.of("study", "s", 2, new Options(1, 2), Map.of("x", input)))
        .isNotEqualTo(base);
    assertThat(Signature.of("study", "s", 1, new Options(1, 3), Map.of("x", input)))
        .isNotEqualTo(base);
    assertThat(Signature.of("study", "s", 1, new Options(1, 2), Map.of("y", input)))
        .isNotEqualTo(base);
    assertThat(Signature.of("study", "s", 1, new Options(1, 2), Map.of("x", base)))
        .isNotEqualTo(base);
    assertThat(Signature.of("other", "s", 1, new Options(1, 2), Map.of("x", input)))
        .isNotEqualTo(base);
  }

  @Test
  void aFullOrForbiddenDiskIsOneLine() {
    Path file = Path.of("/data/x");
    assertThat(
            StoreProblem.of(
                "write", file, new FileSystemException("x", null, "No space left on device")))
        .hasMessage(
            "the disk of /data/x is full; free some space and run again, complete work is kept");
    assertThat(StoreProblem.of("write", file, new AccessDeniedException("/data/x")))
        .hasMessage("/data/x is not writable; choose another place with --store=DIR");
    assertThat(StoreProblem.of("write", file, new IOException("odd")))
        .hasMessage("cannot write /data/x (IOException: odd)");
    Exception deep =
        new IllegalStateException(
            new UncheckedIOException(new IOException("No space left on device")));
    assertThat(StoreProblem.fullDisk("/data", deep)).isPresent();
    assertThat(StoreProblem.fullDisk("/data", new IOException("odd"))).isEmpty();
    assertThat(StoreProblem.fullDisk("/data", new IOException("File too large")))
        .hasValueSatisfying(problem -> assertThat(problem).hasMessageContaining("ulimit -f"));
    assertThat(StoreProblem.fullDisk("/data", new IOException("Read-only file system")))
        .hasValueSatisfying(problem -> assertThat(problem).hasMessageContaining("not writable"));
  }

  @Test
  void partsStayInsideTheirArtifact() {
    for (String path : new String[] {"", "/etc/x", "../x", "_MANIFEST.json"}) {
      assertThatThrownBy(() -> new Part(path, Part.Kind.OTHER, 0, 0, "", ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
