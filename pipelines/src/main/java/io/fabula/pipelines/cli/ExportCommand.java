package io.fabula.pipelines.cli;

import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.exports.Exported;
import io.fabula.pipelines.exports.MinariExport;
import io.fabula.pipelines.exports.RldsExport;
import io.fabula.pipelines.exports.TensorBoardExport;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.tracking.MlflowFiles;
import io.fabula.pipelines.tracking.TrackedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Write recorded episodes as a data set of another library, or a run for MLflow,"
            + " TensorBoard.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  /** The libraries that are served. */
  enum Format {
    minari,
    rlds,
    mlflow,
    tensorboard
  }

  private static final String MINARI_ID = "([a-z0-9_-]+/)*[a-z0-9_-]+-v[0-9]+";
  private static final String RLDS_NAME = "[a-z][a-z0-9_]*";

  private final Studies studies;
  private final PrintWriter out;

  @Parameters(
      index = "0",
      paramLabel = "FORMAT",
      description =
          "minari (for Minari 0.5), rlds (for TensorFlow Datasets), mlflow (its file store) or"
              + " tensorboard (an event file).")
  private Format format = Format.minari;

  @Parameters(
      index = "1",
      paramLabel = "RUN|ARTIFACT",
      description =
          "A run (its directory, its id or the beginning of it); for data sets also an artifact's"
              + " directory.")
  private String recording = "";

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Whose recording of a run (default: the first in the chain).")
  private @Nullable String stage;

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the data set, or the file store, goes.")
  private Path directory = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The data set's name (default: fabula/WORLD-v0, or fabula_WORLD for rlds).")
  private @Nullable String name;

  @Option(
      names = {"--experiment", "--neptune_project"},
      paramLabel = "NAME",
      description = "For mlflow, what the run is filed under (default: the study's name).")
  private String experiment = "";

  ExportCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() {
    if (format != Format.mlflow && !experiment.isEmpty()) {
      throw new UsageProblem("--experiment is for mlflow, got " + format);
    }
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new UsageProblem("--out must be a directory, got the file " + directory);
    }
    try {
      return format == Format.mlflow || format == Format.tensorboard ? tracked() : recorded();
    } catch (IOException e) {
      throw WorkProblem.unwritten(directory, "--out=DIR", e);
    }
  }

  private int recorded() throws IOException {
    RolloutReader reader = RolloutReader.of(RecordingPlace.find(recording, stage, store, studies));
    Exported exported =
        switch (format) {
          case minari -> MinariExport.write(reader, directory, name(reader, MINARI_ID));
          case rlds -> RldsExport.write(reader, directory, name(reader, RLDS_NAME));
          case mlflow, tensorboard -> throw new IllegalStateException("exported above");
        };
    out.printf(Locale.ROOT, "%d episodes, %d steps%n", exported.episodes(), exported.steps());
    exported.lost().forEach(each -> out.println("lost   " + each));
    out.println("load   " + exported.loading());
    out.println("data   " + exported.directory());
    return 0;
  }

  private int tracked() throws IOException {
    if (name != null) throw new UsageProblem("--name is for data sets; runs keep their ids");
    if (stage != null) throw new UsageProblem("--stage is for data sets; a run goes whole");
    RecordingPlace.Run found = RecordingPlace.run(recording, store, studies);
    TrackedRun run = TrackedRun.of(found.store(), found.recorded(), experiment);
    if (format == Format.tensorboard) {
      Path events = TensorBoardExport.write(run, directory);
      out.println("load   tensorboard --logdir " + directory);
      out.println("events " + events);
      return 0;
    }
    Path written = new MlflowFiles(directory).write(run);
    out.println(
        "load   mlflow migrate-filestore --source %s --target sqlite:///mlflow.db"
            .formatted(directory));
    out.println("run    " + written);
    return 0;
  }

  private String name(RolloutReader reader, String pattern) {
    String world = reader.spaces().world();
    String chosen = name;
    if (chosen == null) {
      return format == Format.minari
          ? "fabula/" + world + "-v0"
          : "fabula_" + world.replace('-', '_');
    }
    if (chosen.matches(pattern)) return chosen;
    throw new UsageProblem(
        format == Format.minari
            ? "--name must be like fabula/coinrun-v0, got " + chosen
            : "--name must be lower-case letters, digits and underscores, got " + chosen);
  }
}
