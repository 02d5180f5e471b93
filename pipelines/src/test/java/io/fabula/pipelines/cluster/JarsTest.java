package io.fabula.pipelines.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.UsageProblem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which classes go where. */
class JarsTest {
  @TempDir Path directory;

  private Path jar(String name, String... entries) throws IOException {
    Path file = directory.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String each : entries) {
        out.putNextEntry(new ZipEntry(each));
        out.closeEntry();
      }
    }
    return file;
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void aJobTakesAllOfFabulaAndNoLibrary() throws IOException {
    Path jar = JobJar.write(ClassPath.ofThisProcess(), directory.resolve("new/fabula.jar"));
    assertThat(entries(jar))
        .contains(
            "META-INF/MANIFEST.MF",
            "io/fabula/",
            "io/fabula/envs/Environment.class",
            "io/fabula/model/graph/Plan.class",
            "io/fabula/pipelines/cli/Main.class",
            "io/fabula/pipelines/studies/interpret/tiny.yaml")
        .allMatch(
            name -> name.matches("io/.*|META-INF/(MANIFEST\\.MF|LICENSE|NOTICE|THIRD-PARTY\\.txt)"))
        .doesNotHaveDuplicates();
    Path again = JobJar.write(ClassPath.ofThisProcess(), directory.resolve("again.jar"));
    assertThat(again).hasSameBinaryContentAs(jar);
    assertThat(ClassPath.of(jar.toString()).own()).containsExactly(jar);
  }

  @Test
  void theClassPathIsCutInTwo() {
    ClassPath classPath = ClassPath.ofThisProcess();
    assertThat(classPath.own()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(classPath.libraries())
        .extracting(path -> path.getFileName().toString())
        .anyMatch(name -> name.startsWith("nd4j-native-"))
        .anyMatch(name -> name.startsWith("flink-runtime-web-"))
        .noneMatch(name -> name.startsWith("fabula-"));
  }

  @Test
  void whatAFlinkOfAnotherOriginNeedsLiesApart() throws IOException {
    Path own = jar("fabula-x.jar", "io/", "io/fabula/", "io/fabula/X.class");
    Path library = jar("beam.jar", "org/apache/beam/X.class");
    Path flink = jar("flink-core.jar", "org/apache/flink/X.class");
    Path logging = jar("slf4j-simple.jar", "org/slf4j/X.class");
    ClassPath classPath = new ClassPath(List.of(own), List.of(library, flink, logging));
    Path target = directory.resolve("for others");

    assertThat(LibDirectory.write(target, classPath)).isEqualTo(4);

    assertThat(target.resolve("lib")).isDirectoryContaining("glob:**/beam.jar");
    assertThat(target.resolve("lib")).isDirectoryNotContaining("glob:**/{flink,slf4j,fabula}*");
    assertThat(target.resolve("flink"))
        .isDirectoryContaining("glob:**/flink-core.jar")
        .isDirectoryContaining("glob:**/slf4j-simple.jar");
    assertThat(entries(target.resolve("fabula.jar"))).contains("io/fabula/X.class");
    assertThat(target.resolve("fabula.args"))
        .content()
        .isEqualTo(
            "-cp\n\"%s\"\n"
                .formatted(
                    String.join(
                        File.pathSeparator,
                        target.resolve("fabula.jar").toString(),
                        target.resolve("lib/beam.jar").toString(),
                        target.resolve("flink/flink-core.jar").toString(),
                        target.resolve("flink/slf4j-simple.jar").toString())));
    assertThatThrownBy(() -> LibDirectory.write(target, classPath))
        .isInstanceOf(UsageProblem.class)
        .hasMessage(target + " exists and is not an empty directory; name another");
  }
}
