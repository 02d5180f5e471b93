package io.fabula.pipelines.sums;

import io.fabula.pipelines.cli.Main;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands on the test study and keeps what they print. */
public record Console(int exitCode, String out, String err) {
  /** Runs one command. */
  public static Console run(String... arguments) {
    return run(new Studies(List.of(new SumsStudy())), arguments);
  }

  /** The names of all commands and their commands, such as {@code fabula list worlds}. */
  public static List<String> commands() {
    List<String> names = new ArrayList<>();
    collect(
        Main.commandLine(new Studies(List.of(new SumsStudy())), discarded(), discarded()), names);
    return names;
  }

  private static void collect(CommandLine line, List<String> into) {
    into.add(line.getCommandSpec().qualifiedName());
    for (CommandLine each : line.getSubcommands().values()) collect(each, into);
  }

  private static PrintWriter discarded() {
    return new PrintWriter(new StringWriter());
  }

  /** Runs one command with other studies. */
  public static Console run(Studies studies, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(studies, new PrintWriter(out), new PrintWriter(err), arguments);
    return new Console(exitCode, out.toString(), err.toString());
  }

  /** Runs one command and, when it begins to fold, {@code action}. */
  public static Console runWith(Runnable action, String... arguments) {
    FoldNumbers.Pause usual = FoldNumbers.beforeFolding;
    FoldNumbers.beforeFolding = action::run;
    try {
      return run(arguments);
    } finally {
      FoldNumbers.beforeFolding = usual;
    }
  }

  /** The run's directory, which the command prints. */
  public Path runDirectory() {
    return Path.of(line("run "));
  }

  /** What follows {@code prefix} in the line that begins with it. */
  public String line(String prefix) {
    return out.lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElseThrow();
  }
}
