package io.fabula.pipelines.cluster;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A standalone Flink cluster on this machine, made of the libraries that are on this process's
 * class path: one JobManager and some TaskManagers, each a process, all on loopback.
 */
public final class LocalCluster {
  private static final String JOB_MANAGER = "jobmanager";
  private static final String TASK_MANAGER = "taskmanager";
  private static final String JOB_MANAGER_CLASS =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER_CLASS =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long INTERVAL_MILLIS = 200;

  private final ClusterDirectory directory;

  /**
   * The cluster whose files are in a directory.
   *
   * @throws UsageProblem if Flink cannot use the directory
   */
  public LocalCluster(Path directory) {
    this.directory = new ClusterDirectory(directory);
  }

  /**
   * A process of the cluster.
   *
   * @param name {@code jobmanager} or {@code taskmanager-N}
   * @param pid process id
   * @param alive whether it is at work
   */
  public record Member(String name, long pid, boolean alive) {}

  /**
   * How the cluster is.
   *
   * @param address host and port of its JobManager
   * @param members its processes; none if there is no cluster
   * @param overview what the JobManager says, or nothing if it does not answer
   */
  public record Status(
      String address, List<Member> members, FlinkRest.@Nullable Overview overview) {
    /** Whether all processes are alive and all TaskManagers have found their JobManager. */
    public boolean isWhole() {
      return overview != null
          && members.stream().allMatch(Member::alive)
          && overview.taskManagers() == members.size() - 1
          && overview.slots() >= overview.taskManagers(); // they are told a little later
    }

    /** Whether any process is alive. */
    public boolean isAnythingAlive() {
      return members.stream().anyMatch(Member::alive);
    }

    private boolean isAlive(String name) {
      return members.stream().anyMatch(each -> each.name().equals(name) && each.alive());
    }
  }

  /** Where the logs are. */
  public Path logs() {
    return directory.logs();
  }

  /** How the cluster is now. */
  public Status status() {
    try {
      List<Member> members = new ArrayList<>();
      for (ClusterProcess each : directory.processes()) {
        members.add(new Member(each.name(), each.pid(), each.isAlive()));
      }
      String address =
          Files.exists(directory.address())
              ? Files.readString(directory.address()).strip()
              : FlinkConfiguration.LOOPBACK;
      Status silent = new Status(address, List.copyOf(members), null);
      return silent.isAlive(JOB_MANAGER)
          ? new Status(address, silent.members(), overview(address))
          : silent;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static FlinkRest.@Nullable Overview overview(String address) {
    try {
      return new FlinkRest(address).overview();
    } catch (IOException notYetOrNoLonger) {
      return null;
    }
  }

  /**
   * Starts the cluster and returns when all TaskManagers are registered. Of a cluster that lost
   * TaskManagers, starts those.
   *
   * @param size how big
   * @param restPort where the JobManager is reached, 1 to 65535
   * @throws UsageProblem if it is running, or the port is taken
   * @throws WorkProblem if it does not come up
   */
  public Status start(ClusterSize size, int restPort) {
    Status before = status();
    if (before.isAlive(JOB_MANAGER)) return startMissing(before);
    if (before.isAnythingAlive()) {
      throw new WorkProblem(
          "the JobManager at %s is dead, its TaskManagers are not; ./fabula cluster stop ends them"
              .formatted(before.address()));
    }
    requireFree(restPort);
    AtExit cleaner = new AtExit(this::endAll);
    try {
      prepare(size, restPort);
      launch(JOB_MANAGER, JOB_MANAGER_CLASS);
      for (int i = 1; i <= size.taskManagers(); i++) launch(TASK_MANAGER + "-" + i);
      return awaitWhole();
    } catch (IOException e) {
      endAll();
      throw unusable(e);
    } catch (RuntimeException e) {
      endAll();
      throw e;
    } finally {
      cleaner.close();
    }
  }

  private Status startMissing(Status before) {
    List<Member> dead = before.members().stream().filter(each -> !each.alive()).toList();
    if (dead.isEmpty()) {
      throw new UsageProblem(
          "a cluster is running at %s; ./fabula cluster stop ends it".formatted(before.address()));
    }
    try {
      for (Member each : dead) launch(each.name());
      return awaitWhole();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UsageProblem(
          "port %d of %s is taken (%s); choose another with --rest-port=PORT"
              .formatted(port, FlinkConfiguration.LOOPBACK, e.getMessage()),
          e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void prepare(ClusterSize size, int restPort) throws IOException {
    directory.clear();
    directory.clearLogs();
    Files.createDirectories(directory.scratch());
    Files.createDirectories(directory.logs());
    JobJar.write(ClassPath.ofThisProcess(), directory.code());
    FlinkConfiguration.write(
        FlinkConfiguration.ofCluster(
            size, restPort, freePort(), directory.scratch(), JobJar.code(directory.code())),
        directory.configuration());
    Files.writeString(directory.address(), FlinkConfiguration.LOOPBACK + ":" + restPort + "\n");
    writeArguments(
        JOB_MANAGER,
        List.of(
            "-Xmx768m",
            "-XX:MaxMetaspaceSize=" + FlinkConfiguration.METASPACE,
            "-XX:+UseSerialGC"));
    writeArguments(TASK_MANAGER, FlinkConfiguration.workerOptions(size));
  }

  /**
   * The libraries and a copy of Fabula as it is now. Jobs of the same Fabula use that; what a job
   * brings itself stays in Beam's memory for good, see {@link Submission#jobJar}.
   */
  private void writeArguments(String role, List<String> options) throws IOException {
    List<String> lines = new ArrayList<>(options);
    lines.add("-Djava.awt.headless=true");
    lines.add("-Dfile.encoding=UTF-8");
    lines.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
    lines.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    lines.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss");
    lines.add("-cp");
    lines.add(
        Stream.concat(Stream.of(directory.code()), ClassPath.ofThisProcess().libraries().stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    Files.write(directory.arguments(role), lines.stream().map(FlinkConfiguration::quoted).toList());
  }

  private void launch(String taskManager) throws IOException {
    launch(taskManager, TASK_MANAGER_CLASS);
  }

  private void launch(String name, String mainClass) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + directory.arguments(name.replaceFirst("-.*", "")),
                "-Dlog.file=" + directory.log(name),
                FlinkProcess.class.getName(),
                mainClass,
                "--configDir",
                directory.configuration().toString()));
    if (mainClass.equals(TASK_MANAGER_CLASS)) {
      command.add("-D" + FlinkRest.workerOption(name, JobJar.code(directory.code())));
    }
    ClusterProcess.start(name, command, directory.output(name)).remember(directory.path());
  }

  private Status awaitWhole() {
    Instant deadline = Instant.now().plus(PATIENCE);
    Status status = status();
    while (!status.isWhole()) {
      Optional<Member> dead = status.members().stream().filter(each -> !each.alive()).findFirst();
      if (dead.isPresent()) throw ended(dead.get().name());
      if (Instant.now().isAfter(deadline)) {
        throw new WorkProblem(
            "the cluster did not come up within %d minutes; what it did is in %s"
                .formatted(PATIENCE.toMinutes(), directory.logs()));
      }
      pause();
      status = status();
    }
    return status;
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkProblem("interrupted while the cluster came up", e);
    }
  }

  private WorkProblem ended(String name) {
    String reason =
        Stream.of(directory.output(name), directory.log(name))
            .flatMap(LocalCluster::errors)
            .findFirst()
            .map(line -> ": " + line)
            .orElse("");
    return new WorkProblem(
        "%s ended while the cluster came up; its log is %s%s"
            .formatted(name, directory.log(name), reason));
  }

  private static Stream<String> errors(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.contains("ERROR") || line.startsWith("Error"));
    } catch (IOException e) {
      return Stream.empty(); // who looks for the log sees that it is not there
    }
  }

  private void endAll() {
    try {
      List<ClusterProcess> processes = directory.processes();
      for (ClusterProcess each : processes) each.end();
      for (ClusterProcess each : processes) each.awaitEnd();
      directory.clear();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Ends all processes, by force if need be, and removes everything but the logs.
   *
   * @return how many processes were alive
   */
  public int stop() {
    int alive = (int) status().members().stream().filter(Member::alive).count();
    endAll();
    return alive;
  }

  private WorkProblem unusable(IOException e) {
    return new WorkProblem(
        "cannot use %s (%s: %s); choose another place with --state=DIR"
            .formatted(directory.path(), e.getClass().getSimpleName(), e.getMessage()),
        e);
  }
}
