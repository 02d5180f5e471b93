package io.fabula.pipelines.cli;

import io.fabula.pipelines.originals.MixedArguments;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.agilerecsim.originals.OriginalOptions;
import io.fabula.pipelines.studies.agilerecsim.originals.OriginalProgram;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

@Command(
    description = {
      "The study agile-recsim by the original programs' names and options:",
      "./fabula agile-recsim PROGRAM [--OPTION=VALUE...], which runs the stages that the program",
      "stands for. Options without effect are named; the agent that they mean is printed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Options of ./fabula run (--profile, --store, --print-config, ...) may be added."
    })
final class AgileRecsimCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(
      index = "0",
      paramLabel = "PROGRAM",
      description = "train_policy, train_embedding, train_rewardModel or generate_log.")
  private String program = "";

  @Unmatched private List<String> options = new ArrayList<>();

  AgileRecsimCommand(Studies studies, PrintWriter out, PrintWriter err) {
    this.studies = studies;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    OriginalProgram original = OriginalProgram.of(program);
    MixedArguments arguments = MixedArguments.of(options, OriginalOptions::knows);
    OriginalOptions given = OriginalOptions.parse(original, arguments.originals());
    given.warnings().forEach(each -> err.println("fabula: " + each));
    boolean policy = original == OriginalProgram.TRAIN_POLICY;
    if (policy) out.println("agent " + given.agent().text());
    List<String> command = new ArrayList<>();
    command.addAll(
        policy
            ? List.of("run", "agile-recsim")
            : List.of("stage", "agile-recsim", original.stage()));
    command.add("worlds=" + (policy && !given.sample() ? "recsim" : "sample"));
    command.addAll(given.settings());
    if (!given.resultDirectory().isEmpty()) command.add("--store=" + given.resultDirectory());
    command.addAll(arguments.own());
    out.flush();
    return Main.run(studies, out, err, command.toArray(String[]::new));
  }
}
