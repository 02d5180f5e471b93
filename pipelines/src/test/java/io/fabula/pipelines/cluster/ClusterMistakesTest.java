package io.fabula.pipelines.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong before a cluster runs: one line, and the right exit code. */
class ClusterMistakesTest {
  @TempDir Path directory;

  private Console cluster(String command, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "cluster";
    arguments[1] = command;
    arguments[2] = "--state=" + directory;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Console.run(arguments);
  }

  private static void fails(Console console, int exitCode, String line) {
    assertThat(console.err()).isEqualTo("fabula: " + line + "\n");
    assertThat(console.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Console console = cluster("start", "--rest-port=" + taken.getLocalPort());
      assertThat(console.exitCode()).isEqualTo(2);
      assertThat(console.err())
          .startsWith("fabula: port " + taken.getLocalPort() + " of 127.0.0.1 is taken (")
          .endsWith("); choose another with --rest-port=PORT\n");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void wrongSizesAreNamed() {
    fails(cluster("start", "--task-managers=0"), 2, "--task-managers must be within 1..64, got 0");
    fails(cluster("start", "--slots=65"), 2, "--slots must be within 1..64, got 65");
    fails(cluster("start", "--heap=1"), 2, "--heap must be within 256..1048576, got 1");
    fails(cluster("start", "--rest-port=0"), 2, "--rest-port must be within 1..65535, got 0");
    fails(
        Console.run("cluster"),
        2,
        "name what to do: ./fabula cluster start, stop, status or lib DIR");
  }

  @Test
  void processIdsOfThePastAreNotTakenForTheCluster() throws IOException {
    long own = ProcessHandle.current().pid();
    Files.writeString(directory.resolve("jobmanager.pid"), own + " 2001-01-01T00:00:00Z\n");
    Files.writeString(directory.resolve("taskmanager-1.pid"), "rubbish");
    Console status = cluster("status");
    assertThat(status.out()).isEqualTo("no cluster is running\n");
    assertThat(status.exitCode()).isEqualTo(1);
    Console stop = cluster("stop");
    assertThat(stop.out()).isEqualTo("no cluster was running\n");
    assertThat(stop.exitCode()).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDeadJobManagerWithLivingTaskManagersIsNotStartedOver() throws Exception {
    Process worker = new ProcessBuilder("sleep", "300").start();
    try {
      ClusterProcess living = remembered("taskmanager-1", worker);
      living.remember(directory);
      fails(
          cluster("start"),
          1,
          "the JobManager at 127.0.0.1 is dead, its TaskManagers are not; ./fabula cluster stop"
              + " ends them");
      Console status = cluster("status");
      assertThat(status.exitCode()).isEqualTo(1);
      assertThat(status.out()).startsWith("nobody answers at 127.0.0.1\n");
      assertThat(cluster("stop").out()).isEqualTo("ended 1 processes\n");
      assertThat(worker.waitFor()).isNotZero();
    } finally {
      worker.destroyForcibly();
    }
  }

  private static ClusterProcess remembered(String name, Process process) {
    return new ClusterProcess(name, process.pid(), process.info().startInstant().orElseThrow());
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    fails(
        Console.run(
            "run",
            "sums",
            "--profile=tiny",
            "--store=" + directory,
            "--runner=FlinkRunner",
            "--flinkMaster=[locl]",
            "--shared-store"),
        2,
        "--flinkMaster must be [local] or HOST:PORT, got [locl]");
  }
}
