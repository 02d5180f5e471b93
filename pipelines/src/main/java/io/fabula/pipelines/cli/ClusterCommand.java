package io.fabula.pipelines.cli;

import io.fabula.pipelines.cluster.ClusterSize;
import io.fabula.pipelines.cluster.FlinkRest;
import io.fabula.pipelines.cluster.LibDirectory;
import io.fabula.pipelines.cluster.LocalCluster;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "A Flink cluster on this machine, and what another cluster needs.",
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {
  private final PrintWriter out;
  private final Map<String, String> environment;

  ClusterCommand(PrintWriter out, Map<String, String> environment) {
    this.out = out;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    throw new UsageProblem("name what to do: ./fabula cluster start, stop, status or lib DIR");
  }

  @Command(
      name = "start",
      description = "Start a JobManager and TaskManagers on loopback; or the TaskManagers it lost.",
      mixinStandardHelpOptions = true)
  int start(
      @Option(
              names = "--task-managers",
              paramLabel = "N",
              defaultValue = "2",
              description = "Worker processes (default: 2).")
          int taskManagers,
      @Option(
              names = "--slots",
              paramLabel = "N",
              defaultValue = "1",
              description = "Pieces of work a worker does at once (default: 1).")
          int slots,
      @Option(
              names = "--heap",
              paramLabel = "MB",
              defaultValue = "2048",
              description = "Java heap of a worker in megabytes (default: 2048).")
          int heap,
      @Option(
              names = "--rest-port",
              paramLabel = "PORT",
              defaultValue = "8081",
              description = "Where the cluster is reached (default: 8081).")
          int restPort,
      @Option(names = "--state", paramLabel = "DIR", description = STATE) @Nullable Path state) {
    if (restPort < 1 || restPort > 65535) {
      throw new UsageProblem("--rest-port must be within 1..65535, got " + restPort);
    }
    LocalCluster cluster = cluster(state);
    LocalCluster.Status status =
        cluster.start(new ClusterSize(taskManagers, slots, heap), restPort);
    print(status);
    out.println("logs " + cluster.logs());
    out.println(
        "use ./fabula run STUDY --runner=FlinkRunner --flinkMaster=%s --shared-store"
            .formatted(status.address()));
    return 0;
  }

  @Command(
      name = "stop",
      description = "End all of the cluster's processes.",
      mixinStandardHelpOptions = true)
  int stop(
      @Option(names = "--state", paramLabel = "DIR", description = STATE) @Nullable Path state) {
    int ended = cluster(state).stop();
    out.println(ended == 0 ? "no cluster was running" : "ended " + ended + " processes");
    return 0;
  }

  @Command(
      name = "status",
      description = "Show the cluster's processes; exit code 1 unless all of them are at work.",
      mixinStandardHelpOptions = true)
  int status(
      @Option(names = "--state", paramLabel = "DIR", description = STATE) @Nullable Path state) {
    LocalCluster.Status status = cluster(state).status();
    if (!status.isAnythingAlive()) {
      out.println("no cluster is running");
      return 1;
    }
    print(status);
    return status.isWhole() ? 0 : 1;
  }

  @Command(
      name = "lib",
      description = "Write the jars that a cluster elsewhere needs into an empty directory.",
      mixinStandardHelpOptions = true)
  int lib(
      @Parameters(paramLabel = "DIR", description = "An empty or new directory.") Path directory) {
    out.println("wrote %d jars to %s".formatted(LibDirectory.write(directory), directory));
    return 0;
  }

  private static final String STATE =
      "Where its configuration, process ids and logs are (default: $FABULA_CLUSTER, or"
          + " ~/.cache/fabula/cluster).";

  private LocalCluster cluster(@Nullable Path state) {
    if (state != null) return new LocalCluster(state);
    String given = environment.getOrDefault("FABULA_CLUSTER", "");
    if (!given.isBlank()) return new LocalCluster(Path.of(given));
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches =
        cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return new LocalCluster(caches.resolve("fabula").resolve("cluster"));
  }

  private void print(LocalCluster.Status status) {
    FlinkRest.Overview overview = status.overview();
    out.println(
        overview == null
            ? "nobody answers at " + status.address()
            : "Flink %s at %s: %d task managers, %d of %d slots free, %d jobs at work"
                .formatted(
                    overview.version(),
                    status.address(),
                    overview.taskManagers(),
                    overview.freeSlots(),
                    overview.slots(),
                    overview.runningJobs()));
    TextTable table = new TextTable("PROCESS", "ID", "STATE");
    for (LocalCluster.Member each : status.members()) {
      table.row(each.name(), Long.toString(each.pid()), each.alive() ? "at work" : "dead");
    }
    table.print(out);
  }
}
