package io.fabula.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are there as a whole or not at all, and nothing else is touched. */
class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void replacesALinkInsteadOfFollowingIt() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious"), "mine");
    Path link = Files.createSymbolicLink(directory.resolve("link"), precious);
    AtomicFile.write(link, "new".getBytes(StandardCharsets.UTF_8));
    assertThat(precious).hasContent("mine");
    assertThat(link).hasContent("new");
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void leavesTheOldFileAndNothingElseWhenWritingFails() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    partial -> {
                      Files.writeString(partial, "ne");
                      throw new IOException("the disk is gone");
                    }))
        .hasMessage("the disk is gone");
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void permissionsAreThoseOfAnyNewFile() throws IOException {
    Path file = directory.resolve("deep").resolve("file");
    AtomicFile.write(file, new byte[1]);
    Path usual = Files.write(directory.resolve("usual"), new byte[1]);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
  }
}
