package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.platform.OriginalKeys;
import io.fabula.pipelines.studies.platform.stages.PlatformStages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** The scripts of the small public project on Platform, by their names and with their keys. */
@Command(
    description = "A script of the project that the study platform follows; see its page.",
    mixinStandardHelpOptions = true,
    hidden = true)
final class OriginalCommand implements Callable<Integer> {
  /** Which script. */
  enum Script {
    /** Trains, and ends with the id of the run. */
    TRAIN,
    /** Explains the decisions of a trained agent. */
    INFER,
    /** Both, one after the other. */
    PIPELINE
  }

  private static final String STUDY = "platform";
  private static final String RUN_ID = "training_run_id";

  private final Script script;
  private final Studies studies;
  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(
      paramLabel = "KEY=VALUE",
      arity = "0..*",
      description = "Settings under the project's names.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--tracking",
      paramLabel = "URL",
      description = "Also send the run to this MLflow server, under experiment_name.")
  private String tracking = "";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Size of the work: tiny, smoke, mini (default), small, paper.")
  private String profile = "mini";

  @Mixin private StoreOption store = new StoreOption();

  @Unmatched private List<String> options = new ArrayList<>();

  OriginalCommand(Script script, Studies studies, PrintWriter out, PrintWriter err) {
    this.script = script;
    this.studies = studies;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    return script == Script.INFER ? infer() : train();
  }

  private int train() {
    OriginalKeys keys = new OriginalKeys(arguments);
    for (String each : keys.notes()) err.println("fabula: " + each);
    List<String> command = new ArrayList<>();
    if (script == Script.TRAIN) {
      command.addAll(List.of("stage", STUDY, PlatformStages.TRAIN_AGENTS));
    } else {
      command.addAll(List.of("run", STUDY));
    }
    command.add("--profile=" + profile);
    command.addAll(keys.overrides());
    return run(command, keys.experiment());
  }

  private int infer() {
    String id = "";
    String experiment = "";
    for (String each : arguments) {
      String[] parts = each.replaceFirst("^\\+{1,2}", "").split("=", 2);
      String value = parts.length > 1 ? parts[1] : "";
      switch (parts[0]) {
        case RUN_ID -> id = value;
        case "experiment_name" -> experiment = value;
        default ->
            throw new UsageProblem(
                "unknown key %s; there are %s and experiment_name".formatted(parts[0], RUN_ID));
      }
    }
    if (id.isEmpty() || id.equals("???")) {
      throw new UsageProblem(
          RUN_ID + " is missing: name a run of the study platform, as ./fabula runs shows them");
    }
    RecordedRun recorded = RecordedRun.named(store.open(), studies, id);
    if (!recorded.study().equals(STUDY)) {
      throw new UsageProblem("run %s is not of the study platform".formatted(recorded.id()));
    }
    List<String> command = new ArrayList<>(List.of("run", STUDY));
    command.add("--profile=" + recorded.profile());
    command.add("--config=" + recorded.directory().resolve(RecordedRun.CONFIG));
    return run(command, experiment);
  }

  private int run(List<String> command, String experiment) {
    command.add("--store=" + store.open().location());
    if (!tracking.isEmpty()) {
      command.add("--tracking=" + tracking);
      if (!experiment.isEmpty()) command.add("--experiment=" + experiment);
    }
    command.addAll(options);
    StringWriter printed = new StringWriter();
    PrintWriter both = new TeeWriter(out, printed);
    int exitCode = Main.run(studies, both, err, command.toArray(String[]::new));
    printed
        .toString()
        .lines()
        .filter(line -> line.startsWith("run ") && !line.contains(" stages to run"))
        .forEach(line -> out.println("Mlflow run id: " + line.replaceFirst(".*[/\\\\]", "")));
    return exitCode;
  }
}
