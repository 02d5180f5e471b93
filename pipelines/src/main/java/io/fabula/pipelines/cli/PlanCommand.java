package io.fabula.pipelines.cli;

import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

@Command(description = "Show which stages would run, and why.", mixinStandardHelpOptions = true)
final class PlanCommand extends ChainCommand {
  PlanCommand(Studies studies, PrintWriter out, PrintWriter err) {
    super(studies, out, err);
  }

  @Override
  <C extends Record> int execute(ResolvedStudy<C> resolved, List<Stage> stages, BeamOptions beam) {
    Store store = store();
    plan(resolved, store, stages).lines().forEach(out::println);
    out.println("store " + store.location());
    return 0;
  }
}
