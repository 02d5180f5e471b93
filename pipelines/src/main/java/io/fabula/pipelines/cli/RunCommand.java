package io.fabula.pipelines.cli;

import io.fabula.pipelines.progress.BarDisplay;
import io.fabula.pipelines.progress.Display;
import io.fabula.pipelines.progress.LineDisplay;
import io.fabula.pipelines.progress.ProgressFollower;
import io.fabula.pipelines.stages.ChainRunner;
import io.fabula.pipelines.stages.Plan;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.RunDirectory;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(description = "Run a study; what is up to date is not done again.")
class RunCommand extends ChainCommand {
  @Option(
      names = "--shared-store",
      description = "The store's directory is the same on all workers of a remote cluster.")
  private boolean sharedStore;

  RunCommand(Studies studies, PrintWriter out, PrintWriter err) {
    super(studies, out, err);
  }

  @Override
  int execute(ResolvedStudy<?> resolved, List<Stage> stages) {
    Store store = store();
    store.prepare();
    RunDirectory directory = store.run(resolved.runId());
    RunLock lock = directory.lock();
    try {
      directory.write("config.yaml", resolved.yaml().getBytes(StandardCharsets.UTF_8));
      Plan plan = plan(store, stages);
      plan.lines().forEach(out::println);
      if (!plan.stale().isEmpty()) work(store, resolved, directory, plan);
    } finally {
      lock.close();
    }
    out.println("run " + directory.path());
    return 0;
  }

  private void work(Store store, ResolvedStudy<?> resolved, RunDirectory directory, Plan plan) {
    var options = BeamOptions.parse(beamArguments(), sharedStore);
    ProgressFollower follower = new ProgressFollower(directory.progress(), display());
    try {
      new ChainRunner(store, resolved.runId(), resolved.seed(), options).run(plan);
    } finally {
      follower.close();
    }
  }

  private Display display() {
    return Boolean.getBoolean("fabula.terminal")
        ? new BarDisplay(System.err)
        : new LineDisplay(err);
  }
}
