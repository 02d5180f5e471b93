package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.stages.Plan;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stages.Verdict;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(description = "Show which stages would run, and why.", mixinStandardHelpOptions = true)
final class PlanCommand extends ChainCommand {
  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  PlanCommand(Studies studies, PrintWriter out, PrintWriter err) {
    super(studies, out, err);
  }

  @Override
  <C extends Record> int execute(ResolvedStudy<C> resolved, List<Stage> stages, BeamOptions beam) {
    Store store = store();
    Plan plan = plan(resolved, store, stages);
    if (json) {
      RunsCommand.print(out, tree(resolved, store, plan));
      return 0;
    }
    plan.lines().stream().map(Shown::escaped).forEach(out::println);
    out.println("store " + store.location());
    return 0;
  }

  private static Map<String, Object> tree(ResolvedStudy<?> resolved, Store store, Plan plan) {
    List<Object> stages = new ArrayList<>();
    for (PlannedStage each : plan.stages()) {
      Map<String, Object> stage = new LinkedHashMap<>();
      stage.put("stage", each.stage().name());
      stage.put("signature", each.signature().hex());
      stage.put("run", each.stale());
      if (each.verdict() instanceof Verdict.Miss miss) stage.put("reason", miss.reason());
      stages.add(stage);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("study", resolved.study().name());
    tree.put("profile", resolved.profile());
    tree.put("run_id", resolved.runId());
    tree.put("store", store.location());
    tree.put("stages", stages);
    return tree;
  }
}
