package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    description = "Run one stage and what it needs: ./fabula stage STUDY STAGE [KEY=VALUE...]",
    mixinStandardHelpOptions = true)
final class StageCommand extends RunCommand {
  StageCommand(Studies studies, PrintWriter out, PrintWriter err) {
    super(studies, out, err);
  }

  @Override
  List<String> settings() {
    if (arguments.isEmpty() || arguments.get(0).contains("=")) {
      throw new UsageProblem("name the stage: ./fabula stage STUDY STAGE [KEY=VALUE...]");
    }
    return arguments.subList(1, arguments.size());
  }

  @Override
  List<Stage> stages(ResolvedStudy<?> resolved) {
    return resolved.stagesUpTo(arguments.get(0));
  }

  @Override
  boolean reports() {
    return false;
  }
}
