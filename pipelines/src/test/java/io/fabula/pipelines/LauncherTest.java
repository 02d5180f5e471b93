package io.fabula.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a copy of the project's layout whose Maven only notes that it was called. */
class LauncherTest {
  private static final String[] MODULES = {"envs", "model", "analysis", "pipelines"};

  @TempDir Path directory;
  private Path home;
  private Path tools;
  private Path elsewhere;

  record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    Path script = Path.of("..", "fabula");
    assumeTrue(Files.isExecutable(script), "the launcher is a bash script");
    home = Files.createDirectories(directory.resolve("a project"));
    tools = Files.createDirectories(directory.resolve("tools"));
    elsewhere = Files.createDirectories(directory.resolve("else where"));
    Files.copy(script, home.resolve("fabula")).toFile().setExecutable(true);
    Files.createFile(home.resolve("pom.xml"));
    for (String module : MODULES) {
      Files.createDirectories(home.resolve(module).resolve("src/main/java"));
      Files.createFile(home.resolve(module).resolve("pom.xml"));
    }
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Files.writeString(directory.resolve("class-path"), classPath);
    jar(elsewhere, directory.resolve("empty.jar"));
    executable(
        tools.resolve("mvn"),
        """
        #!/bin/sh
        echo "$PWD: mvn $*" >> '%1$s/calls'
        mkdir -p pipelines/target
        cp '%1$s/class-path' pipelines/target/class-path.txt
        cp '%1$s/empty.jar' pipelines/target/fabula-pipelines.jar
        """
            .formatted(directory));
  }

  private static void executable(Path file, String content) throws IOException {
    Files.writeString(file, content);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Outcome run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("fabula").toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("PATH", tools + File.pathSeparator + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("FABULA_HEAP", "256m");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private List<String> builds() throws IOException {
    Path calls = directory.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls, StandardCharsets.UTF_8) : List.of();
  }

  @Test
  void buildsOnceFromAnyDirectoryAndPassesArgumentsOn() throws Exception {
    Outcome help = run(Map.of(), "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Usage: fabula").contains("inspect");
    assertThat(help.err()).startsWith("fabula: building");
    assertThat(builds()).containsExactly(home + ": mvn -B -q -DskipTests package");

    Outcome wrong = run(Map.of(), "inspect", "no such file");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).isEqualTo("fabula: no such file or directory: no such file\n");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceChangesOrGoes() throws Exception {
    Path source = Files.createFile(home.resolve("model/src/main/java/X.java"));
    run(Map.of(), "--version");
    assertThat(builds()).hasSize(1);
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(100)));
    assertThat(run(Map.of(), "--version").out()).startsWith("fabula ");
    assertThat(builds()).hasSize(2);
    Files.delete(source);
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(100)));
    run(Map.of(), "--version");
    assertThat(builds()).hasSize(3);
  }

  @Test
  void oldJavaAndMissingToolsAreOneLine() throws Exception {
    Path old = Files.createDirectories(directory.resolve("old/bin")).getParent();
    executable(
        old.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    Outcome outcome = run(Map.of("JAVA_HOME", old.toString()), "--help");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "fabula: Java 17 or newer is needed, %s/bin/java is 11.0.2; install one or set"
                    .formatted(old)
                + " JAVA_HOME\n");
    executable(tools.resolve("mvn"), "#!/bin/sh\necho 'it does not compile'\nexit 1\n");
    Outcome failed = run(Map.of(), "--help");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err())
        .isEqualTo(
            "fabula: building (the first time, Maven also downloads libraries)\n"
                + "it does not compile\nfabula: the build failed; all of it is in "
                + home.resolve("pipelines/target/launcher.log")
                + "\n");
  }

  @Test
  void classesComeFromTheArchiveThatATinyRunLeaves() throws Exception {
    Files.writeString(directory.resolve("class-path"), jars());
    Path archive = home.resolve("pipelines/target/classes.jsa");
    run(Map.of(), "list");
    assertThat(archive).doesNotExist();

    Outcome mistaken = run(Map.of(), "run", "interpret", "--profile=tiny", "agnet.frames=3");
    assertThat(mistaken.err()).isEqualTo("fabula: command line: unknown key agnet\n");
    assertThat(mistaken.exitCode()).isEqualTo(2);
    assertThat(archive).isRegularFile();
    FileTime made = Files.getLastModifiedTime(archive);

    run(Map.of(), "run", "interpret", "--profile=tiny", "agnet.frames=3");
    assertThat(Files.getLastModifiedTime(archive)).as("too small to stay").isGreaterThan(made);

    assertThat(archive.toFile().setWritable(true)).isTrue();
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(40_000_000);
    }
    Path loaded = directory.resolve("loaded");
    Outcome list = run(Map.of("FABULA_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded), "list");
    assertThat(list.exitCode()).isZero();
    assertThat(Files.readString(loaded))
        .containsPattern(
            "io\\.fabula\\.pipelines\\.cli\\.\\w+ source: shared objects file \\(top\\)");

    // Maven alone has built the jar anew
    Path jar = home.resolve("pipelines/target/fabula-pipelines.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(50)));
    Files.delete(loaded);
    Outcome later = run(Map.of("FABULA_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded), "list");
    assertThat(later).isEqualTo(list);
    assertThat(Files.readString(loaded)).doesNotContain("(top)");

    Files.setLastModifiedTime(
        home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(100)));
    run(Map.of(), "list");
    assertThat(archive).as("of the build before").doesNotExist();
  }

  /** The class path with its directories made into jars, as a build leaves it. */
  private String jars() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry :
        Files.readString(directory.resolve("class-path")).split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = directory.resolve(jars.size() + ".jar");
        jar(path, jar);
        jars.add(jar.toString());
      } else if (Files.exists(path)) {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static void jar(Path content, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), new Manifest());
        Stream<Path> files = Files.walk(content)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(content.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }
}
