package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Plan;
import io.fabula.pipelines.stages.Planner;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.Study;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** What the commands about a chain have in common: study, settings, store, plan. */
abstract class ChainCommand implements Callable<Integer> {
  private static final String DEFAULT_STORE = "store";

  private final Studies studies;
  final PrintWriter out;
  final PrintWriter err;

  @Parameters(
      index = "0",
      paramLabel = "STUDY",
      description = "Which study; ./fabula list shows all.")
  private String study = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "Settings; --print-config shows all keys.")
  List<String> arguments = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Size of the work: tiny, smoke, mini (default), small, paper.")
  private String profile = Study.DEFAULT_PROFILE;

  @Option(names = "--config", paramLabel = "FILE", description = "Further settings in YAML.")
  private @Nullable Path config;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Where artifacts and runs are kept (default: $FABULA_STORE, or ./store).")
  private @Nullable String store;

  @Option(
      names = "--force",
      paramLabel = "STAGE",
      description = "Run this stage although it is up to date; may be repeated.")
  private List<String> forced = new ArrayList<>();

  @Option(names = "--verify", description = "Compare every byte of what is there with its hash.")
  private boolean verify;

  @Option(
      names = "--print-config",
      description = "Print the resolved settings and do nothing else.")
  private boolean printConfig;

  @Unmatched List<String> beamArguments = new ArrayList<>();

  ChainCommand(Studies studies, PrintWriter out, PrintWriter err) {
    this.studies = studies;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    return resolved(studies.named(study));
  }

  private <C extends Record> int resolved(Study<C> named) {
    ResolvedStudy<C> resolved =
        ResolvedStudy.of(named, profile, Optional.ofNullable(config), overrides());
    if (printConfig) {
      out.print(resolved.yaml());
      out.flush();
      return 0;
    }
    for (String each : forced) resolved.requireStage(each);
    return execute(resolved, stages(resolved));
  }

  /** The settings among the arguments. */
  List<String> overrides() {
    return arguments;
  }

  /** The stages to plan. */
  List<Stage> stages(ResolvedStudy<?> resolved) {
    return resolved.stages();
  }

  /** Does what the command is for; returns the exit code. */
  abstract <C extends Record> int execute(ResolvedStudy<C> resolved, List<Stage> stages);

  Store store() {
    if (store != null) return Store.at(store);
    String fromEnvironment = System.getenv("FABULA_STORE");
    return Store.at(
        fromEnvironment == null || fromEnvironment.isBlank() ? DEFAULT_STORE : fromEnvironment);
  }

  Plan plan(Store store, List<Stage> stages) {
    return new Planner(store, new LinkedHashSet<>(forced), verify).plan(stages);
  }

  /** The Beam arguments, checked for the form {@code --name=value}. */
  List<String> beamArguments() {
    for (String each : beamArguments) {
      if (!each.startsWith("--")) {
        throw new UsageProblem("unknown option " + each + "; see ./fabula --help");
      }
    }
    return beamArguments;
  }
}
