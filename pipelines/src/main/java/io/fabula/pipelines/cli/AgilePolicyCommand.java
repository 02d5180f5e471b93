package io.fabula.pipelines.cli;

import io.fabula.pipelines.originals.MixedArguments;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.agilegrid.originals.PolicyOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

@Command(
    description = {
      "The studies agile-grid and agile-create by the original program's options:",
      "./fabula agile-policy --env_name=MiniGrid-DualLavaEnv-v0 --prefix=a --method_name=relational",
      "or --env_name=CreateLevelPush-v0. What is not given has the value of the profile, of which",
      "--profile=paper is the original's; options without effect are named, the agent is printed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Options of ./fabula run (--profile, --store, --print-config, ...) may be added."
    })
final class AgilePolicyCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;
  private final PrintWriter err;

  @Unmatched private List<String> options = new ArrayList<>();

  AgilePolicyCommand(Studies studies, PrintWriter out, PrintWriter err) {
    this.studies = studies;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    MixedArguments arguments = MixedArguments.of(options, PolicyOptions::knows);
    PolicyOptions given = PolicyOptions.parse(arguments.originals());
    given.warnings().forEach(each -> err.println("fabula: " + each));
    out.println("agent " + given.agent().id());
    out.flush();
    List<String> command = new ArrayList<>(List.of("run", given.world().study()));
    command.addAll(given.settings());
    command.addAll(arguments.own());
    return Main.run(studies, out, err, command.toArray(String[]::new));
  }
}
