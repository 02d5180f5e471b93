package io.fabula.pipelines.cli;

import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.tracking.MlflowServer;
import io.fabula.pipelines.tracking.TrackedRun;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Send a complete run to an MLflow server: settings, metrics, curves, files.",
    mixinStandardHelpOptions = true)
final class TrackCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;
  private final Map<String, String> environment;

  @Parameters(paramLabel = "RUN", description = "Id of the run, or its beginning.")
  private String run = "";

  @Option(
      names = "--tracking",
      paramLabel = "URL",
      required = true,
      description =
          "The server, such as http://localhost:5000; credentials come from MLFLOW_TRACKING_TOKEN"
              + " or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.")
  private String url = "";

  @Option(
      names = {"--experiment", "--neptune_project"},
      paramLabel = "NAME",
      description = "The experiment that it is filed under (default: the study's name).")
  private String experiment = "";

  @Mixin private StoreOption store = new StoreOption();

  TrackCommand(Studies studies, PrintWriter out, Map<String, String> environment) {
    this.studies = studies;
    this.out = out;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    MlflowServer server = new MlflowServer(url, environment);
    Store opened = store.open();
    RecordedRun found = RecordedRun.named(opened, studies, run);
    report(out, server.send(TrackedRun.of(opened, found, experiment), opened.run(found.id())));
    return 0;
  }

  /** Says where the run is now. */
  static void report(PrintWriter out, MlflowServer.Sent sent) {
    if (!sent.filesKept()) {
      out.println("files  not sent: the server's artifact store does not take them over HTTP");
    }
    out.println("tracked " + sent.url());
  }
}
