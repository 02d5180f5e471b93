package io.fabula.pipelines.studies;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.report.Report;
import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.release.Release;
import io.fabula.pipelines.report.ReportWriter;
import io.fabula.pipelines.store.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The report of a run in its directory, with a note of what it was made from and of what was
 * written, so that one that is gone, damaged, or of other artifacts or another program is noticed.
 */
public final class ReportDirectory {
  private static final String MADE_FROM = ".made-from";
  private static final String INDEX = "index.html";

  private final Path directory;

  /** The report in a directory, which need not exist. */
  public ReportDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * What is noted beside the report.
   *
   * @param artifacts digest of all that it was made from
   * @param program which program made it
   * @param files SHA-256 of each file, by path
   */
  record MadeFrom(String artifacts, String program, Map<String, String> files) {
    MadeFrom {
      Objects.requireNonNull(artifacts, "artifacts");
      Objects.requireNonNull(program, "program");
      files = Map.copyOf(files);
    }
  }

  /** The page. */
  public Path page() {
    return directory.resolve(INDEX);
  }

  /** Whether the report of this run is there, whole, and made by this program. */
  public boolean isCurrent(CompletedRun<?> run) {
    Optional<MadeFrom> noted = noted();
    return noted.isPresent()
        && noted.get().artifacts().equals(run.digest())
        && noted.get().program().equals(program())
        && noted.get().files().containsKey(INDEX)
        && noted.get().files().entrySet().stream().allMatch(this::isWhole);
  }

  private Optional<MadeFrom> noted() {
    try {
      byte[] text = Files.readAllBytes(directory.resolve(MADE_FROM));
      return Optional.of(Json.read(text, MadeFrom.class));
    } catch (IOException e) {
      return Optional.empty(); // not there, not readable or not ours: the report is made anew
    }
  }

  private boolean isWhole(Map.Entry<String, String> file) {
    try {
      return Digests.of(directory.resolve(file.getKey())).equals(file.getValue());
    } catch (UncheckedIOException | InvalidPathException e) {
      return false;
    }
  }

  /**
   * Writes the report anew; whatever was in its directory goes.
   *
   * @throws StoreProblem if its place is a symbolic link, or cannot be written
   */
  public <C extends Record> void write(CompletedRun<C> run) {
    if (Files.isSymbolicLink(directory)) {
      throw new StoreProblem(
          directory + " is a symbolic link, and reports are not written through one; remove it");
    }
    try {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) empty();
      Report report = run.resolved().study().report(run).withOrigin(run.origin(Instant.now()));
      ReportWriter.write(report, directory, Figure.Pictures.SVG);
      MadeFrom note = new MadeFrom(run.digest(), program(), digests());
      AtomicFile.write(directory.resolve(MADE_FROM), Json.pretty(note));
    } catch (UncheckedIOException e) {
      throw StoreProblem.of("write", directory, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw StoreProblem.of("write", directory, e);
    }
  }

  private void empty() throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path each : tree.sorted((a, b) -> b.compareTo(a)).toList()) Files.deleteIfExists(each);
    }
  }

  private Map<String, String> digests() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path each : tree.filter(Files::isRegularFile).toList()) {
        digests.put(directory.relativize(each).toString(), Digests.of(each));
      }
    }
    return digests;
  }

  private static String program() {
    Release release = Release.ofThisProcess();
    return release.version() + " " + release.commitAsBuilt();
  }
}
