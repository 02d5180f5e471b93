package io.fabula.pipelines.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.ListeningSockets;
import io.fabula.pipelines.Readme;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real cluster of three processes, from its start to its end, by the README's commands; one
 * cluster for all tests.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalClusterTest {
  @TempDir static Path directory;
  private static int port;
  private static Console started;

  private static Console cluster(String command, String... more) {
    List<String> arguments = new ArrayList<>(Readme.arguments(Readme.OF_CLUSTER.get(0)));
    arguments.set(1, command);
    arguments.add("--state=" + directory.resolve("cluster"));
    arguments.addAll(List.of(more));
    return Console.run(arguments.toArray(String[]::new));
  }

  private static Console sums(String store, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", "sums", "--profile=tiny", "--store=" + directory.resolve(store)));
    arguments.addAll(List.of(more));
    return Console.run(arguments.toArray(String[]::new));
  }

  private static Console sumsOnCluster(String store, String... more) {
    List<String> arguments = new ArrayList<>(Readme.arguments(Readme.OF_CLUSTER.get(1)));
    assertThat(arguments.subList(0, 2)).containsExactly("run", "interpret");
    arguments.subList(0, 2).clear();
    arguments.removeIf(each -> each.startsWith("--profile="));
    arguments.replaceAll(each -> each.replace("127.0.0.1:8081", "127.0.0.1:" + port));
    arguments.addAll(List.of(more));
    return sums(store, arguments.toArray(String[]::new));
  }

  /** How often the progress files of a store tell of an event of a stage. */
  private static long eventsOf(String store, String stage, String kind) throws IOException {
    long found = 0;
    try (Stream<Path> files = Files.walk(directory.resolve(store))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
        for (String line : Files.readAllLines(file)) {
          boolean ofStage = line.contains("\"" + stage + "\"");
          if (ofStage && line.toLowerCase(Locale.ROOT).contains("\"" + kind + "\"")) found++;
        }
      }
    }
    return found;
  }

  private static LocalCluster.Status status() {
    return new LocalCluster(directory.resolve("cluster")).status();
  }

  @BeforeAll
  static void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    started = cluster("start", "--rest-port=" + port, "--heap=256");
  }

  @AfterAll
  static void stop() {
    cluster("stop");
  }

  @Test
  @Order(1)
  void aStartSaysWhereTheClusterIsAndHowToUseIt() {
    assertThat(started.err()).isEmpty();
    assertThat(started.exitCode()).isZero();
    assertThat(started.out())
        .startsWith("Flink 1.19.3 at 127.0.0.1:" + port + ": 2 task managers, 2 of 2 slots free")
        .contains("--runner=FlinkRunner --flinkMaster=127.0.0.1:" + port + " --shared-store");
    assertThat(cluster("status").exitCode()).isZero();
    Console again = cluster("start", "--rest-port=" + port);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err())
        .isEqualTo(
            "fabula: a cluster is running at 127.0.0.1:%d; ./fabula cluster stop ends it\n"
                .formatted(port));
  }

  @Test
  @Order(2)
  void nobodyElseCanReachIt() {
    for (LocalCluster.Member each : status().members()) {
      assertThat(ListeningSockets.of(each.pid()))
          .as(each.name())
          .allMatch(address -> address.startsWith("127.0.0.1:"));
    }
  }

  @Test
  @Order(3)
  void itGivesTheContentHashesOfTheDirectRunner() {
    assertThat(sums("direct").exitCode()).isZero();
    Console console = sumsOnCluster("flink");
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    for (String stage : new String[] {"draw-numbers", "fold-numbers"}) {
      Manifest expected = only("direct", stage);
      Manifest actual = only("flink", stage);
      assertThat(actual.contentHash()).isEqualTo(expected.contentHash());
      assertThat(actual.runner()).isEqualTo("FlinkRunner");
    }
  }

  private static Manifest only(String store, String stage) {
    List<Manifest> all = Store.at(directory.resolve(store).toString()).manifests("sums", stage);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  @Order(4)
  void aFaultOfTheWorkIsOneLineAndNotTriedAgain() throws IOException {
    Console console = sumsOnCluster("faulty", "draw.failure=data", "draw.shards=1");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.err().lines().filter(line -> line.startsWith("fabula:")))
        .containsExactly("fabula: numbers.csv: line 3 is cut off; draw them again");
    assertThat(eventsOf("faulty", "draw-numbers", "start")).isEqualTo(1);
  }

  @Test
  @Order(5)
  void noJobLeavesItsClassesBehind() throws IOException, InterruptedException {
    assertThat(sumsOnCluster("third").exitCode()).isZero();
    for (LocalCluster.Member each : status().members()) {
      jcmd(each.pid(), "GC.run");
      String loaders = jcmd(each.pid(), "VM.classloader_stats");
      assertThat(loaders).as(each.name()).contains("AppClassLoader");
      // Flink's threads may hold the loader of the job that began them, but no job has classes
      assertThat(loaders.lines().filter(line -> line.contains("ChildFirstClassLoader")))
          .as("class loaders of jobs in " + each.name())
          .allMatch(line -> line.strip().split(" +")[3].equals("0"));
    }
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  @Test
  @Order(6)
  void aJobSurvivesItsTaskManagerWhichIsReplaced() {
    String marker = directory.resolve("halted").toString();
    Console console = sumsOnCluster("killed", "draw.failure=halt " + marker, "--parallelism=1");
    assertThat(directory.resolve("halted")).exists();
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    assertThat(only("killed", "fold-numbers").contentHash())
        .isEqualTo(only("direct", "fold-numbers").contentHash());
    Console seen = cluster("status");
    assertThat(seen.exitCode()).isEqualTo(1);
    assertThat(seen.out()).containsOnlyOnce(" dead");
    List<LocalCluster.Member> before = status().members();

    Console again = cluster("start");

    assertThat(again.err()).isEmpty();
    assertThat(again.exitCode()).isZero();
    assertThat(status().isWhole()).isTrue();
    for (int i = 0; i < before.size(); i++) {
      boolean same = status().members().get(i).pid() == before.get(i).pid();
      assertThat(same).isEqualTo(before.get(i).alive());
    }
  }

  @Test
  @Order(7)
  void nothingIsLeftAfterAStop() {
    List<LocalCluster.Member> members = status().members();
    assertThat(members).hasSize(3);
    Console stopped = cluster("stop");
    assertThat(stopped.exitCode()).isZero();
    assertThat(stopped.out()).isEqualTo("ended 3 processes\n");
    for (LocalCluster.Member each : members) {
      assertThat(ProcessHandle.of(each.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }
    assertThat(directory.resolve("cluster")).isDirectoryNotContaining("glob:**.pid");
    assertThat(cluster("stop").out()).isEqualTo("no cluster was running\n");
    Console status = cluster("status");
    assertThat(status.out()).isEqualTo("no cluster is running\n");
    assertThat(status.exitCode()).isEqualTo(1);
    Console run = sumsOnCluster("later");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("fabula: no Flink cluster answers at 127.0.0.1:" + port)
        .endsWith("; ./fabula cluster start starts one on this machine\n");
  }
}
