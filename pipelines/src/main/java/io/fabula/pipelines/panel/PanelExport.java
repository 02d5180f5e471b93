package io.fabula.pipelines.panel;

import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.web.WebFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a panel as files that open from a folder and from any web server. */
public final class PanelExport {
  private PanelExport() {}

  /**
   * Writes the panel.
   *
   * @param directory empty or missing, or holding a panel, which is replaced
   * @param samples how many samples are written
   * @return the page
   * @throws UsageProblem if the directory holds something else
   */
  public static Path write(PanelView view, PanelLabels labels, Path directory, int samples)
      throws IOException {
    if (samples < 1) throw new UsageProblem("--samples must be at least 1, got " + samples);
    requireReplaceable(directory, "panel.js");
    FirstSamples first = new FirstSamples(view, samples);
    PanelFiles files =
        new PanelFiles(
            first,
            labels,
            new PanelPage(first.index(), "", WebFiles.POLICY, Optional.empty(), false));
    for (String name : files.names()) {
      if (name.equals(PanelFiles.PAGE)) continue;
      write(files, directory, name);
    }
    return write(files, directory, PanelFiles.PAGE); // last: what has a page is whole
  }

  private static Path write(PanelFiles files, Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    AtomicFile.write(file, files.find(name).orElseThrow().bytes());
    return file;
  }

  /**
   * Checks that nothing else is overwritten.
   *
   * @param own a file by which an earlier export is known
   */
  static void requireReplaceable(Path directory, String own) throws IOException {
    if (!Files.exists(directory)) return;
    if (!Files.isDirectory(directory)) {
      throw new UsageProblem("--export must name a directory, " + directory + " is a file");
    }
    if (Files.isRegularFile(directory.resolve(own))) return;
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new UsageProblem(
            "%s is not empty and holds no panel; name another directory".formatted(directory));
      }
    }
  }
}
