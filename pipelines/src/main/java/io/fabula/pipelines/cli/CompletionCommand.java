package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = {
      "Print a script with which a shell completes commands and options.",
      "bash, zsh:  source <(./fabula completion bash)",
      "fish:       ./fabula completion fish | source"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  private final PrintWriter out;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private String shell = "";

  CompletionCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new UsageProblem("name the shell: ./fabula completion " + String.join(", ", SHELLS));
    }
    if (spec == null) throw new IllegalStateException("not a command of a command line");
    CommandLine root = spec.root().commandLine();
    if (shell.equals("fish")) fish(root);
    else out.print(AutoComplete.bash("fabula", root)); // zsh reads it with bashcompinit
    out.flush();
    return 0;
  }

  private void fish(CommandLine root) {
    out.println("complete -c fabula -f");
    fish(root, "");
  }

  /** What may follow the commands that have been typed. */
  private void fish(CommandLine line, String typed) {
    String name = line.getCommandSpec().parent() == null ? "" : line.getCommandName();
    String path = (typed + " " + name).strip();
    String condition = path.isEmpty() ? "__fish_use_subcommand" : condition(path);
    line.getSubcommands()
        .forEach(
            (command, below) -> {
              out.printf(
                  Locale.ROOT,
                  "complete -c fabula -n '%s' -a %s -d '%s'%n",
                  condition,
                  command,
                  description(below.getCommandSpec().usageMessage().description()));
              fish(below, path);
            });
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (option.hidden()) continue;
      StringBuilder words = new StringBuilder();
      for (String each : option.names()) {
        words.append(each.startsWith("--") ? " -l " : " -s ").append(each.replaceFirst("^-+", ""));
      }
      out.printf(
          Locale.ROOT,
          "complete -c fabula -n '%s'%s%s -d '%s'%n",
          condition,
          words,
          option.arity().max() > 0 ? " -r -F" : "",
          description(option.description()));
    }
  }

  private static String condition(String path) {
    StringBuilder condition = new StringBuilder();
    for (String each : path.split(" ", -1)) {
      if (condition.length() > 0) condition.append("; and ");
      condition.append("__fish_seen_subcommand_from ").append(each);
    }
    return condition.toString();
  }

  private static String description(String[] lines) {
    return lines.length == 0 ? "" : lines[0].replace("\\", "\\\\").replace("'", "\\'");
  }
}
