package io.fabula.pipelines.cli;

import io.fabula.pipelines.config.Settings;
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
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** What the commands about a chain have in common: study, settings, store, plan. */
abstract class ChainCommand implements Callable<Integer> {
  final Studies studies;
  final PrintWriter out;
  final PrintWriter err;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "STUDY",
      description = "Which study; ./fabula list shows all.")
  private String study = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "Settings; STUDY --help shows all keys.")
  List<String> arguments = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Size of the work: tiny, smoke, mini (default), small, paper.")
  private String profile = Study.DEFAULT_PROFILE;

  @Option(names = "--config", paramLabel = "FILE", description = "Further settings in YAML.")
  private @Nullable Path config;

  @Mixin private PublishedOptions published = new PublishedOptions();

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--force",
      paramLabel = "STAGE",
      description = "Run this stage although it is up to date; may be repeated.")
  private List<String> forced = new ArrayList<>();

  @Option(
      names = "--verify",
      description = "Compare every byte and all content of what is there with its hash.")
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
    BeamOptions beam =
        BeamOptions.of(beamArguments, ownOptions(), spec == null ? "run" : spec.name());
    published.requireMeantFor(named);
    for (String each : overrides()) requireNoOption(each, named);
    List<ResolvedStudy<C>> all = new ArrayList<>();
    for (List<String> each : runs()) {
      ResolvedStudy<C> resolved =
          ResolvedStudy.of(named, profile, Optional.ofNullable(config), each);
      stages(resolved);
      for (String stage : forced) resolved.requireStage(stage);
      all.add(resolved);
    }
    check(beam);
    if (printConfig) {
      for (int i = 0; i < all.size(); i++) out.print((i == 0 ? "" : "---\n") + all.get(i).yaml());
      out.flush();
      return 0;
    }
    return execute(all, beam);
  }

  private Set<String> ownOptions() {
    return spec == null ? Set.of() : spec.optionsMap().keySet();
  }

  /** {@code profile=tiny} is meant as an option, unless the study has such a key. */
  private void requireNoOption(String override, Study<?> named) {
    String key = override.split("=", 2)[0];
    if (ownOptions().contains("--" + key) && !Settings.keys(named.settings()).contains(key)) {
      throw new UsageProblem("%s is an option; write it as --%s".formatted(key, override));
    }
  }

  /**
   * The study that was named, for help about its keys; empty if none or an unknown one was named.
   */
  Optional<Study<?>> study() {
    return studies.all().stream()
        .filter(each -> each.name().equals(study))
        .<Study<?>>map(each -> each)
        .findFirst();
  }

  /** The profile that was named. */
  String profile() {
    return profile;
  }

  /** The settings among the arguments, then those that options of the published programs mean. */
  final List<String> overrides() {
    List<String> all = new ArrayList<>(settings());
    all.addAll(published.strayed());
    all.addAll(published.settings().values());
    return all;
  }

  /** The settings among the arguments. */
  List<String> settings() {
    return arguments;
  }

  /** The settings of each run; one unless the command knows better. */
  List<List<String>> runs() {
    return List.of(overrides());
  }

  /** Does what the command is for in each run, in order. */
  <C extends Record> int execute(List<ResolvedStudy<C>> all, BeamOptions beam) {
    int exitCode = 0;
    for (ResolvedStudy<C> each : all) {
      exitCode = Math.max(exitCode, execute(each, stages(each), beam));
    }
    return exitCode;
  }

  /** The stages to plan. */
  List<Stage> stages(ResolvedStudy<?> resolved) {
    return resolved.stages();
  }

  /** Checks further options before anything is printed or made. */
  void check(BeamOptions beam) {}

  /** Does what the command is for; returns the exit code. */
  abstract <C extends Record> int execute(
      ResolvedStudy<C> resolved, List<Stage> stages, BeamOptions beam);

  Store store() {
    return store.open();
  }

  Plan plan(ResolvedStudy<?> resolved, Store opened, List<Stage> stages) {
    return new Planner(opened, resolved.study().name(), new LinkedHashSet<>(forced), verify)
        .plan(stages);
  }
}
