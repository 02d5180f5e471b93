package io.fabula.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The libraries on the class path: no version with a known vulnerability, and none without its
 * licence listed.
 */
class LibrariesTest {
  /**
   * {@code .../group/parts/artifact/version/artifact-version[-classifier].jar} of a Maven
   * repository.
   */
  private static final Pattern JAR = Pattern.compile("(.+)/([^/]+)/([^/]+)/\\2-\\3(-[^/]+)?\\.jar");

  private static final Pattern OF_TESTS =
      Pattern.compile(
          "/(org/junit|org/assertj|net/jqwik|com/tngtech|org/opentest4j|org/apiguardian|org/jspecify"
              + "|com/deque|junit/|org/hamcrest)|/beam-sdks-java-(io|extensions)-");

  private record Library(String path, String artifact, String version) {
    boolean is(String group, String name) {
      return artifact.equals(name) && path.endsWith("/" + group.replace('.', '/'));
    }
  }

  /** A library below this version has the vulnerability. */
  private record Advisory(String group, String artifact, String fixed, String id) {}

  private static List<Library> libraries() {
    List<Library> libraries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Matcher jar = JAR.matcher(entry.replace('\\', '/'));
      if (jar.matches()) libraries.add(new Library(jar.group(1), jar.group(2), jar.group(3)));
    }
    return libraries;
  }

  private static List<Advisory> advisories() throws IOException {
    try (InputStream in = LibrariesTest.class.getResourceAsStream("known-vulnerable.csv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(cells -> new Advisory(cells[0], cells[1], cells[2], cells[3]))
          .toList();
    }
  }

  @Test
  void noneHasAKnownVulnerability() throws IOException {
    List<Library> libraries = libraries();
    assertThat(libraries).hasSizeGreaterThan(150);
    List<String> found = new ArrayList<>();
    for (Advisory advisory : advisories()) {
      for (Library each : libraries) {
        if (each.is(advisory.group(), advisory.artifact())
            && isOlder(each.version(), advisory.fixed())) {
          found.add(each.artifact() + " " + each.version() + ": " + advisory.id());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.8.0, 1.10.1, true",
    "1.10.1, 1.10.1, false",
    "2.18.10, 2.18.9, false",
    "1.19.0, 1.19.2, true",
    "3.0, 3.0.1, true",
    "2.0.0-rc1, 2.0.0, false"
  })
  void versionsAreComparedNumberByNumber(String version, String fixed, boolean older) {
    assertThat(isOlder(version, fixed)).isEqualTo(older);
  }

  private static boolean isOlder(String version, String fixed) {
    String[] have = version.split("[^0-9]+", -1);
    String[] want = fixed.split("[^0-9]+", -1);
    for (int i = 0; i < want.length; i++) {
      int difference = number(have, i) - number(want, i);
      if (difference != 0) return difference < 0;
    }
    return false;
  }

  private static int number(String[] parts, int i) {
    return i < parts.length && !parts[i].isEmpty() ? Integer.parseInt(parts[i]) : 0;
  }

  @Test
  void allHaveTheirLicenceListed() throws IOException {
    String listed = Files.readString(Path.of("../THIRD-PARTY.txt"));
    List<String> missing = new ArrayList<>();
    for (Library each : libraries()) {
      boolean ofTests = OF_TESTS.matcher(each.path() + "/" + each.artifact()).find();
      if (!ofTests && !listed.contains(":" + each.artifact() + " ")) missing.add(each.artifact());
    }
    assertThat(missing).isEmpty();
  }
}
