package io.fabula.pipelines.cli;

import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.Study;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    description = "List the studies with their profiles and stages.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;

  ListCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() {
    studies.all().forEach(this::print);
    return 0;
  }

  private <C extends Record> void print(Study<C> study) {
    ResolvedStudy<C> resolved =
        ResolvedStudy.of(study, study.profiles().get(0), Optional.empty(), List.of());
    out.println(study.name() + "  " + study.description());
    out.println("  profiles  " + String.join(", ", study.profiles()));
    out.println(
        "  stages    " + String.join(" -> ", resolved.stages().stream().map(Stage::name).toList()));
  }
}
