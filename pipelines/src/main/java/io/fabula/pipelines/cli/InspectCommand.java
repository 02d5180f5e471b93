package io.fabula.pipelines.cli;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.inspection.TableInspection;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.store.ArtifactDirectory;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show what an artifact, a run, a Parquet or a safetensors file holds.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Parameters(
      paramLabel = "PATH",
      description = "An artifact's or a run's directory, a .parquet or a .safetensors file.")
  private Path path = Path.of("");

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Also print the first N rows of a table (default: 0).")
  private int rows;

  @Option(names = "--verify", description = "Compare every byte with its hash.")
  private boolean verify;

  InspectCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    if (!Files.exists(path)) {
      throw new UsageProblem("no such file or directory: " + path);
    }
    if (Files.isDirectory(path)) directory();
    else if (name.equals(Manifest.FILE)) artifact(path.resolveSibling(""));
    else if (name.endsWith(".parquet")) TableInspection.print(path, rows, out);
    else if (name.endsWith(".safetensors")) tensors();
    else {
      throw new UsageProblem(
          "expected an artifact's or a run's directory, a .parquet or a .safetensors file, got "
              + path);
    }
    return 0;
  }

  private void directory() {
    if (Files.exists(path.resolve(Manifest.FILE))) {
      artifact(path);
    } else if (Files.exists(path.resolve("config.yaml"))) {
      run();
    } else {
      throw new UsageProblem(
          path + " is neither a complete artifact nor a run; an artifact has a " + Manifest.FILE);
    }
  }

  private void artifact(Path directory) {
    Manifest manifest = ArtifactDirectory.manifest(directory);
    out.println("stage         " + manifest.stage() + ", version " + manifest.version());
    out.println("signature     " + manifest.signature());
    out.println("content hash  " + manifest.contentHash());
    out.printf(
        Locale.ROOT,
        "made          %s, %.1f s of work on %s, seed %d%n",
        manifest.start(),
        manifest.workSeconds(),
        manifest.runner(),
        manifest.seed());
    manifest.versions().forEach((what, version) -> out.println("  " + what + " " + version));
    out.println("options       " + manifest.options());
    manifest
        .inputs()
        .forEach((stage, input) -> out.println("input         " + stage + " " + input.signature()));
    manifest
        .metrics()
        .forEach(
            (metric, value) -> out.printf(Locale.ROOT, "metric        %s %s%n", metric, value));
    for (Part part : manifest.parts()) {
      out.printf(
          Locale.ROOT,
          "part          %s  %s, %d rows, %d bytes%n",
          part.path(),
          part.kind().name().toLowerCase(Locale.ROOT),
          part.rows(),
          part.bytes());
    }
    if (verify) {
      ArtifactDirectory.verify(directory, manifest);
      out.println("verified      every byte is what the manifest says");
    }
  }

  private void run() {
    try (Stream<Path> files = Files.list(path)) {
      out.print(Files.readString(path.resolve("config.yaml")));
      List<Path> present = files.sorted().toList();
      for (Path each : present) out.println("# " + each.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  private void tensors() {
    try {
      TensorFile file = TensorFile.read(path);
      file.metadata().forEach((key, value) -> out.println(key + " = " + value));
      for (String name : file.names()) out.println("  " + name + ": " + file.tensor(name));
    } catch (DamagedFileException e) {
      throw DataProblem.damaged(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
