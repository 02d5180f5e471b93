package io.fabula.pipelines.cli;

import io.fabula.pipelines.inspection.ArtifactInspection;
import io.fabula.pipelines.inspection.StoreInspection;
import io.fabula.pipelines.inspection.TableInspection;
import io.fabula.pipelines.inspection.TensorInspection;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Show what something holds: a store, a run, an artifact (by its directory, or by its",
      "signature), the artifacts of a stage (by its name), a Parquet or a safetensors file."
    },
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  private static final String SIGNATURE = "[0-9a-f]{6,20}";

  private final PrintWriter out;

  @Parameters(
      paramLabel = "WHAT",
      description = "A directory, a file, the name of a stage, or a signature (or its beginning).")
  private String what = "";

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Also print the first N rows of a table (default: 0).")
  private int rows;

  @Option(
      names = "--verify",
      description = "Compare every byte and all content of an artifact with its hash.")
  private boolean verify;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  InspectCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (rows < 0) throw new UsageProblem("--rows must be at least 0, got " + rows);
    Path path = Path.of(what);
    if (!Files.exists(path)) {
      inStore();
      return 0;
    }
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    if (Files.isDirectory(path)) directory(path);
    else if (name.equals(Manifest.FILE)) artifact(path.resolveSibling(""));
    else if (name.endsWith(".parquet")) table(path);
    else if (name.endsWith(".safetensors")) tensors(path);
    else {
      throw new UsageProblem(
          "expected an artifact's or a run's directory, a .parquet or a .safetensors file, got "
              + Shown.escaped(what));
    }
    return 0;
  }

  /** What is no file may be a stage, or the signature of an artifact. */
  private void inStore() {
    Store opened = store.open();
    List<String> stages = opened.stages();
    if (stages.contains(what)) {
      print(StoreInspection.ofStage(opened, what));
      return;
    }
    if (what.matches(SIGNATURE)) {
      List<Path> found = StoreInspection.artifacts(opened, what);
      if (found.size() == 1) {
        directory(found.get(0));
        return;
      }
      if (found.size() > 1) {
        throw new UsageProblem(
            "%s is the beginning of %d signatures".formatted(what, found.size()));
      }
    }
    String shown = Shown.value(what);
    throw new UsageProblem(
        what.contains("/") || stages.isEmpty()
            ? "no such file or directory: " + shown
            : "no such file, directory, stage or signature: %s%s"
                .formatted(shown, NearestName.hint(what, stages)));
  }

  private void directory(Path path) {
    if (Files.exists(path.resolve(Manifest.FILE))) {
      artifact(path);
    } else if (Files.exists(path.resolve(RecordedRun.CONFIG))) {
      run(path);
    } else if (Files.isDirectory(path.resolve("artifacts"))) {
      print(StoreInspection.of(Store.at(path.toString())));
    } else {
      throw new UsageProblem(
          Shown.escaped(path.toString())
              + " is neither a complete artifact nor a run nor a store; an artifact has a "
              + Manifest.FILE);
    }
  }

  private void print(StoreInspection found) {
    if (json) {
      RunsCommand.print(out, found);
      return;
    }
    TextTable table = new TextTable(found.titles().toArray(String[]::new));
    for (List<String> each : found.lines()) {
      table.row(each.stream().map(Shown::escaped).toArray(String[]::new));
    }
    table.print(out);
    out.println("store " + found.location());
  }

  private void artifact(Path path) {
    ArtifactInspection found = ArtifactInspection.of(path, verify);
    if (json) RunsCommand.print(out, found.tree());
    else found.lines().forEach(out::println);
  }

  private void table(Path path) {
    TableInspection found = TableInspection.of(path);
    if (json) RunsCommand.print(out, found.tree());
    else found.print(rows, out);
  }

  private void tensors(Path path) {
    TensorInspection found = TensorInspection.of(path);
    if (json) RunsCommand.print(out, found.tree());
    else found.lines().forEach(out::println);
  }

  private void run(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      String settings = Files.readString(path.resolve(RecordedRun.CONFIG));
      List<String> present = files.map(each -> each.getFileName().toString()).sorted().toList();
      if (json) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("run", String.valueOf(path.toAbsolutePath().normalize().getFileName()));
        tree.put("config", settings);
        tree.put("files", present);
        RunsCommand.print(out, tree);
        return;
      }
      settings.lines().map(Shown::escaped).forEach(out::println);
      for (String each : present) out.println("# " + Shown.escaped(each));
    } catch (IOException e) {
      throw StoreProblem.of("read", path, e);
    }
  }
}
