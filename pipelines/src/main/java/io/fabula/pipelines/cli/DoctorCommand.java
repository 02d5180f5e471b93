package io.fabula.pipelines.cli;

import io.fabula.pipelines.doctor.Finding;
import io.fabula.pipelines.doctor.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description =
        "Check what Fabula needs of this machine; exit code 1 if something would not work.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final PrintWriter out;
  private final Map<String, String> environment;

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      description = "A Flink cluster that should answer (default: 127.0.0.1:8081).")
  private String flinkMaster = "127.0.0.1:8081";

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  DoctorCommand(PrintWriter out, Map<String, String> environment) {
    this.out = out;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    List<Finding> findings =
        new Surroundings(environment).findings(Path.of(store.open().location()), flinkMaster);
    boolean works = findings.stream().noneMatch(each -> each.verdict() == Finding.Verdict.PROBLEM);
    if (json) {
      RunsCommand.print(out, findings);
      return works ? 0 : 1;
    }
    TextTable table = new TextTable("WHAT", "VERDICT", "FOUND");
    for (Finding each : findings) {
      table.row(each.what(), each.verdict().name().toLowerCase(Locale.ROOT), each.found());
    }
    table.print(out);
    for (Finding each : findings) {
      if (!each.advice().isEmpty()) out.println(each.what() + ": " + each.advice());
    }
    out.println(works ? "Fabula works here" : "Fabula does not work here as it is");
    return works ? 0 : 1;
  }
}
