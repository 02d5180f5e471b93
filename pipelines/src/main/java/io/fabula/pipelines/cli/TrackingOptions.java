package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.progress.Display;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.tracking.LiveRun;
import io.fabula.pipelines.tracking.MlflowServer;
import io.fabula.pipelines.tracking.TrackedRun;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Whether runs are sent to a tracking server, which, and what of them was sent so far. */
final class TrackingOptions {
  @Option(
      names = "--tracking",
      paramLabel = "URL",
      description = "Also send each run to this MLflow server, curves while it trains; see track.")
  private String address = "";

  @Option(
      names = {"--experiment", "--neptune_project"},
      paramLabel = "NAME",
      description = "The experiment that it is filed under there (default: the study's name).")
  private String experiment = "";

  private final Map<String, LiveRun> live = new HashMap<>();

  /** Refuses a wrong address before anything runs. */
  void check() {
    if (address.isEmpty() && !experiment.isEmpty()) {
      throw new UsageProblem("--experiment needs --tracking");
    }
    if (!address.isEmpty()) new MlflowServer(address, Map.of());
  }

  /**
   * What shows a run's progress, and sends it on where a server was named.
   *
   * @param say told in one line when the server is lost
   */
  Display following(Display shown, Store store, Studies studies, String run, Consumer<String> say) {
    if (address.isEmpty()) return shown;
    LiveRun sending =
        new LiveRun(
            shown,
            MlflowServer.live(address, System.getenv()),
            () ->
                TrackedRun.begun(
                    RecordedRun.named(store, studies, run), experiment, System.currentTimeMillis()),
            store.run(run),
            say);
    live.put(run, sending);
    return sending;
  }

  /** Sends a run that is done; a server that is away stops nothing, it can be sent later. */
  void send(Store store, Studies studies, String run, PrintWriter out, Consumer<String> say) {
    if (address.isEmpty()) return;
    try {
      TrackedRun whole = TrackedRun.of(store, RecordedRun.named(store, studies, run), experiment);
      LiveRun begun = live.remove(run);
      MlflowServer.Sent sent =
          begun == null
              ? new MlflowServer(address, System.getenv()).send(whole, store.run(run))
              : begun.complete(whole);
      TrackCommand.report(out, sent);
    } catch (WorkProblem e) {
      say.accept(String.valueOf(e.getMessage()));
    }
  }

  /** Tells the server of runs that did not come to their end. */
  void failRemaining() {
    live.values().forEach(LiveRun::fail);
    live.clear();
  }
}
