package io.fabula.pipelines.cli;

import io.fabula.pipelines.doctor.Explanation;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.doorkey.originals.OriginalProgram;
import java.io.BufferedOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code fabula}. */
@Command(
    name = "fabula",
    description = "Finds out why a reinforcement-learning agent does what it does.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    subcommands = HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 the work failed, 2 wrong use, 3 a result outside its expected band."
    })
public final class Main {
  @Option(
      names = "--stacktrace",
      description = "Show where an error came from.",
      scope = ScopeType.INHERIT)
  private boolean stacktrace;

  private Main() {}

  /** Runs the command line of this process. */
  public static void main(String[] arguments) {
    NativeCache.place(System.getenv());
    StandardOutput standard = new StandardOutput();
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(new BufferedOutputStream(standard), StandardCharsets.UTF_8),
            true);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = run(Studies.builtIn(), out, err, arguments);
    Optional<String> unwritten = standard.problem();
    unwritten.ifPresent(problem -> err.println("fabula: " + problem));
    System.exit(exitCode == 0 && unwritten.isPresent() ? 1 : exitCode);
  }

  /**
   * Runs one command.
   *
   * @param studies the studies it knows
   * @param out where results are printed
   * @param err where errors and progress are printed
   * @return the exit code: 0 done, 1 the work failed, 2 wrong use, 3 outside the expected band
   */
  public static int run(Studies studies, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = commandLine(studies, out, err);
    Main main = line.getCommand();
    line.setParameterExceptionHandler(
        (wrong, given) -> {
          err.println("fabula: " + mistake(wrong));
          return 2;
        });
    line.setExecutionExceptionHandler((failure, command, parsed) -> main.report(failure, err));
    line.setExecutionStrategy(parsed -> helpOrRun(parsed, out));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError | LinkageError e) {
      return main.report(e, err); // not caught as failures of commands are
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** The command with all its commands. */
  public static CommandLine commandLine(Studies studies, PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(new Main());
    for (OriginalProgram each : OriginalProgram.values()) {
      line.addSubcommand(
          each.title(), new ChunkCommand(each, studies, out, err), each.title() + ".py");
    }
    return line.addSubcommand("run", new RunCommand(studies, out, err))
        .addSubcommand("stage", new StageCommand(studies, out, err))
        .addSubcommand("plan", new PlanCommand(studies, out, err))
        .addSubcommand(
            "list",
            new CommandLine(new ListCommand(studies, out))
                .addSubcommand("worlds", new ListWorldsCommand(out)))
        .addSubcommand("agile-policy", new AgilePolicyCommand(studies, out, err))
        .addSubcommand("agile-recsim", new AgileRecsimCommand(studies, out, err))
        .addSubcommand("watch", new WatchCommand(out, err))
        .addSubcommand("worker", new WorkerCommand())
        .addSubcommand(
            "bench",
            new CommandLine(new BenchCommand())
                .addSubcommand("worlds", new BenchWorldsCommand(out, err))
                .addSubcommand("engine", new BenchEngineCommand(out, err, System.getenv()))
                .addSubcommand("analysis", new BenchAnalysisCommand(out, err, System.getenv()))
                .addSubcommand("memory", new BenchMemoryCommand(out))
                .addSubcommand("exact", new BenchExactCommand(out)))
        .addSubcommand("inspect", new InspectCommand(out))
        .addSubcommand("export", new ExportCommand(studies, out))
        .addSubcommand(
            "runs",
            new CommandLine(new RunsCommand(studies, out))
                .addSubcommand("show", new ShowRunCommand(studies, out))
                .addSubcommand("compare", new CompareRunsCommand(studies, out), "diff"))
        .addSubcommand("report", new ReportCommand(studies, out))
        .addSubcommand("panel", new PanelCommand(studies, out))
        .addSubcommand("label", new LabelCommand(studies, out))
        .addSubcommand("track", new TrackCommand(studies, out, System.getenv()))
        .addSubcommand("gc", new GcCommand(studies, out))
        .addSubcommand("doctor", new DoctorCommand(out, System.getenv()))
        .addSubcommand("completion", new CompletionCommand(out))
        .addSubcommand("cluster", new ClusterCommand(out, System.getenv()))
        .addSubcommand(
            "train_mpq_agent",
            new OriginalCommand(OriginalCommand.Script.TRAIN, studies, out, err),
            "train_mpq_agent.py")
        .addSubcommand(
            "inference_mpg_agent",
            new OriginalCommand(OriginalCommand.Script.INFER, studies, out, err),
            "inference_mpg_agent.py",
            "inference_mpq_agent")
        .addSubcommand(
            "mpg_agent_pipeline",
            new OriginalCommand(OriginalCommand.Script.PIPELINE, studies, out, err),
            "mpg_agent_pipeline.py")
        .setOut(out)
        .setErr(err)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static String mistake(CommandLine.ParameterException wrong) {
    CommandLine.Model.CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    String place = "; see ./" + spec.qualifiedName() + " --help";
    if (!(wrong instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return firstLine(wrong) + place;
    }
    String first = Shown.value(unmatched.getUnmatched().stream().findFirst().orElse(""));
    if (first.startsWith("-")) {
      String name = first.split("=", 2)[0];
      return "unknown option "
          + name
          + NearestName.hint(name.startsWith("--") ? name : "-" + name, spec.optionsMap().keySet())
          + place;
    }
    Set<String> commands = spec.subcommands().keySet();
    return commands.isEmpty()
        ? "unexpected argument " + first + place
        : "unknown command " + first + NearestName.hint(first, commands) + place;
  }

  /** Usage, and for a study what its keys mean; otherwise the command. */
  private static int helpOrRun(CommandLine.ParseResult parsed, PrintWriter out) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped == null) return new CommandLine.RunLast().execute(parsed);
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) last = last.subcommand();
    if (last.isUsageHelpRequested()
        && last.commandSpec().userObject() instanceof ChainCommand chain) {
      chain.study().ifPresent(study -> KeyHelp.print(study, chain.profile(), out));
    }
    return helped;
  }

  private int report(Throwable failure, PrintWriter err) {
    if (stacktrace) failure.printStackTrace(err);
    Optional<String> explained = Explanation.of(failure);
    if (explained.isPresent()) {
      err.println("fabula: " + Shown.escaped(explained.get()));
      return failure instanceof Problem problem ? problem.exitCode() : 1;
    }
    if (failure instanceof Problem problem) {
      err.println("fabula: " + firstLine(problem));
      return problem.exitCode();
    }
    err.println(
        "fabula: unexpected %s: %s; --stacktrace shows where"
            .formatted(failure.getClass().getSimpleName(), firstLine(failure)));
    return 1;
  }

  /** What it says, without what would move the terminal's cursor: files and names are others'. */
  private static String firstLine(Throwable e) {
    return Shown.escaped(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }
}
