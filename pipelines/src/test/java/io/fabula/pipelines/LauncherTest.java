package io.fabula.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
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
    Files.writeString(
        directory.resolve("class-path"),
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(each -> Files.exists(Path.of(each)))
            .collect(Collectors.joining(File.pathSeparator)));
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
    return start(environment, command);
  }

  private Outcome start(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    return start(environment, command, new File("/dev/null"));
  }

  private Outcome start(Map<String, String> environment, List<String> command, File in)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectInput(in)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("PATH", tools + File.pathSeparator + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("FABULA_HEAP", "256m");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String printed = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    return new Outcome(process.exitValue(), printed, Files.readString(err));
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
  void leavesStandardInputToTheCommand() throws Exception {
    Path mvn = tools.resolve("mvn");
    executable(mvn, Files.readString(mvn) + "cat > /dev/null\n");
    String text = "{\"do\":\"describe\"}";
    byte[] lengths = {(byte) text.length(), 0, 0, 0, 0, 0, 0, 0};
    Path asked = Files.write(directory.resolve("asked"), lengths);
    Files.writeString(asked, text, StandardOpenOption.APPEND);
    Outcome answered =
        start(
            Map.of(),
            List.of(home.resolve("fabula").toString(), "worker", "twostage-flat"),
            asked.toFile());
    assertThat(answered.exitCode()).isZero();
    assertThat(answered.out()).contains("\"world\":\"twostage-flat\"");
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
    assertThat(candidates()).isEmpty();

    Path small = leaveCandidate();
    Path candidate = leaveCandidate();
    assertThat(small).as("too small to be kept").doesNotExist();
    assertThat(archive).doesNotExist();

    lengthen(candidate, 40_000_000);
    Path loaded = directory.resolve("loaded");
    Map<String, String> logging = Map.of("FABULA_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    Outcome list = run(logging, "list");
    assertThat(list.exitCode()).isZero();
    assertThat(candidate).doesNotExist();
    assertThat(archive).hasSize(40_000_000);
    assertThat(Files.readString(loaded))
        .containsPattern(
            "io\\.fabula\\.pipelines\\.cli\\.\\w+ source: shared objects file \\(top\\)");

    // Maven alone has built the jar anew
    Path jar = home.resolve("pipelines/target/fabula-pipelines.jar");
    FileTime built = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(50)));
    assertThat(withoutArchive(logging, loaded)).isEqualTo(list);
    Files.setLastModifiedTime(jar, built);

    lengthen(archive, 20_000_000); // cut off: the virtual machine would crash
    assertThat(withoutArchive(logging, loaded)).isEqualTo(list);

    Files.setLastModifiedTime(
        home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(100)));
    run(Map.of(), "list");
    assertThat(archive).as("of the build before").doesNotExist();
  }

  @Test
  void halfOrDamagedArchivesAreNeverTakenOver() throws Exception {
    Files.writeString(directory.resolve("class-path"), jars());
    run(Map.of(), "list");
    Path archive = home.resolve("pipelines/target/classes.jsa");

    Path half = leaveCandidate();
    lengthen(half, Files.size(half) / 2);
    lengthen(half, 40_000_000);
    assertThat(run(Map.of(), "list").exitCode()).isZero();
    assertThat(half).doesNotExist();
    assertThat(archive).doesNotExist();

    Path edited = leaveCandidate();
    try (RandomAccessFile file = new RandomAccessFile(edited.toFile(), "rw")) {
      file.seek(file.length() / 2);
      file.write(new byte[64]);
      file.setLength(40_000_000);
    }
    assertThat(run(Map.of(), "list").exitCode()).isZero();
    assertThat(edited).doesNotExist();
    assertThat(archive).doesNotExist();
  }

  private Outcome withoutArchive(Map<String, String> logging, Path loaded) throws Exception {
    Files.delete(loaded);
    Outcome outcome = run(logging, "list");
    assertThat(Files.readString(loaded)).doesNotContain("(top)");
    return outcome;
  }

  /** A tiny run that is mistaken leaves an archive of the few classes that it loaded. */
  private Path leaveCandidate() throws Exception {
    Outcome mistaken = run(Map.of(), "run", "interpret", "--profile=tiny", "agnet.frames=3");
    assertThat(mistaken.err()).isEqualTo("fabula: command line: unknown key agnet\n");
    assertThat(mistaken.exitCode()).isEqualTo(2);
    assertThat(candidates()).hasSize(1);
    return candidates().get(0);
  }

  private List<Path> candidates() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("pipelines/target"))) {
      return files
          .filter(each -> each.getFileName().toString().startsWith("classes.jsa.new."))
          .toList();
    }
  }

  private static void lengthen(Path file, long bytes) throws IOException {
    assertThat(file.toFile().setWritable(true)).isTrue();
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(bytes);
    }
  }

  @Test
  void whatTheSurroundingsLackIsOneLine() throws Exception {
    run(Map.of(), "--help");
    assertThat(run(Map.of("FABULA_HEAP", "x"), "list"))
        .isEqualTo(new Outcome(1, "", "fabula: FABULA_HEAP must be like 4g or 1500m, got x\n"));
    assertThat(run(Map.of("FABULA_HEAP", "8m"), "list"))
        .isEqualTo(new Outcome(1, "", "fabula: FABULA_HEAP must be at least 64m, got 8m\n"));
    assertThat(shell("ulimit -n 100; exec \"$0\" list"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "fabula: only 100 files may be open, 256 are needed; raise the limit, such as"
                    + " ulimit -n 4096\n"));
    assertThat(run(Map.of("TMPDIR", directory.resolve("none").toString()), "list").exitCode())
        .isZero();
  }

  @Test
  void pathsWithOtherLettersWorkInEveryLocale() throws Exception {
    run(Map.of(), "--help");
    for (String locale : List.of("C", "POSIX", "C.UTF-8", "")) {
      Outcome plan =
          run(
              Map.of("LC_ALL", locale, "LANG", "", "LC_CTYPE", ""),
              "plan",
              "interpret",
              "--profile=tiny",
              "--store=st\u00f6re");
      assertThat(plan.err()).as(locale).isEmpty();
      assertThat(plan.out()).contains("st\u00f6re");
    }
  }

  @Test
  void outputThatCannotBeWrittenIsNoticed() throws Exception {
    run(Map.of(), "--help");
    assumeTrue(Files.exists(Path.of("/dev/full")), "only some systems have a full device");
    String full = "fabula: standard output could not be written (No space left on device)\n";
    assertThat(shell("exec \"$0\" list > /dev/full")).isEqualTo(new Outcome(1, "", full));
    assertThat(shell("exec \"$0\" list >&-")).isEqualTo(new Outcome(1, "", full));
    Outcome closed = shell("\"$0\" list worlds | head -n 1");
    assertThat(closed.err()).isEmpty();
    assertThat(closed.out()).startsWith("WORLD");
    assertThat(shell("exec \"$0\" list 2>&- <&-").exitCode()).isZero();
  }

  /** Runs a line of bash that starts the launcher as {@code $0}. */
  private Outcome shell(String line) throws Exception {
    return start(Map.of(), List.of("bash", "-c", line, home.resolve("fabula").toString()));
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
