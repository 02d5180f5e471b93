package io.fabula.pipelines.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Flink's processes are told by their configuration file. */
final class FlinkConfiguration {
  static final String LOOPBACK = "127.0.0.1";
  static final String FILE = "config.yaml";
  private static final int FRAMEWORK_HEAP_MEGABYTES = 128;
  private static final int FRAMEWORK_DIRECT_MEGABYTES = 128;

  /**
   * Of the 512 buffers that Flink takes at least for each result that waits to be read there would
   * be enough for eight stages of a chain that begin together; names of shards need few.
   */
  private static final int LEAST_BUFFERS = 32;

  /** More than twice what all libraries' classes take. */
  static final String METASPACE = "256m";

  private FlinkConfiguration() {}

  /** Every socket of every process on loopback, Flink's own defaults listen on all interfaces. */
  static Map<String, String> onLoopback() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("jobmanager.bind-host", LOOPBACK); // its blob server listens there, too
    settings.put("jobmanager.rpc.address", LOOPBACK);
    settings.put("rest.address", LOOPBACK);
    settings.put("rest.bind-address", LOOPBACK);
    settings.put("taskmanager.bind-host", LOOPBACK);
    settings.put("taskmanager.host", LOOPBACK);
    return settings;
  }

  /**
   * Of a cluster of several processes on this machine.
   *
   * @param scratch a directory for Flink's temporary files
   * @param code which Fabula is on its class path, see {@link JobJar#code}
   */
  static Map<String, String> ofCluster(
      ClusterSize size, int restPort, int rpcPort, Path scratch, String code) {
    Map<String, String> settings = onLoopback();
    settings.put(FlinkRest.CODE, code);
    settings.put("jobmanager.rpc.port", Integer.toString(rpcPort));
    settings.put("rest.port", Integer.toString(restPort));
    settings.put("rest.bind-port", Integer.toString(restPort));
    settings.put("io.tmp.dirs", scratch.toString());
    settings.put("taskmanager.numberOfTaskSlots", Integer.toString(size.slots()));
    settings.putAll(memory(size));
    settings.put("classloader.check-leaked-classloader", "false"); // kernels keep threads of theirs
    settings.putAll(recovery());
    settings.put("web.submit.enable", "false");
    return settings;
  }

  /**
   * A worker that dies costs what was not complete; a fault of the work itself ends the job at
   * once. A dead worker is noticed at the second beat, a busy one is given a minute. Until then
   * attempts fail quickly, after that they wait for a new worker: the twelve take about five
   * minutes.
   */
  private static Map<String, String> recovery() {
    String delay = "restart-strategy.exponential-delay.";
    Map<String, String> settings = new TreeMap<>();
    settings.put("restart-strategy.type", "exponential-delay");
    settings.put(delay + "initial-backoff", "2 s");
    settings.put(delay + "backoff-multiplier", "1.5");
    settings.put(delay + "max-backoff", "10 s");
    settings.put(delay + "attempts-before-reset-backoff", "12");
    settings.put("slot.request.timeout", "60000");
    settings.put("pekko.startup-timeout", "60 s"); // a busy machine needs more than the usual ten
    settings.put("heartbeat.interval", "3000");
    settings.put("heartbeat.timeout", "60000");
    return settings;
  }

  /** The split that Flink's shell scripts would otherwise compute. */
  private static Map<String, String> memory(ClusterSize size) {
    String network = networkMegabytes(size) + "m";
    Map<String, String> settings = new TreeMap<>();
    settings.put("taskmanager.cpu.cores", Integer.toString(size.slots()));
    settings.put("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP_MEGABYTES + "m");
    settings.put("taskmanager.memory.framework.off-heap.size", FRAMEWORK_DIRECT_MEGABYTES + "m");
    settings.put("taskmanager.memory.task.heap.size", size.heapMegabytes() + "m");
    settings.put("taskmanager.memory.task.off-heap.size", "0m");
    settings.put("taskmanager.memory.network.min", network);
    settings.put("taskmanager.memory.network.max", network);
    settings.put("taskmanager.network.sort-shuffle.min-buffers", Integer.toString(LEAST_BUFFERS));
    settings.put("taskmanager.memory.managed.size", 256 * size.slots() + "m");
    settings.put("taskmanager.memory.jvm-metaspace.size", METASPACE);
    settings.put("taskmanager.memory.jvm-overhead.min", "256m");
    settings.put("taskmanager.memory.jvm-overhead.max", "256m");
    return settings;
  }

  private static int networkMegabytes(ClusterSize size) {
    return 64 + 64 * size.slots();
  }

  /** The memory options of a worker's Java machine, which go with {@link #ofCluster}. */
  static List<String> workerOptions(ClusterSize size) {
    int direct = FRAMEWORK_DIRECT_MEGABYTES + networkMegabytes(size) + 256; // 256 for our tables
    return List.of(
        "-Xmx" + (FRAMEWORK_HEAP_MEGABYTES + size.heapMegabytes()) + "m",
        "-XX:MaxDirectMemorySize=" + direct + "m",
        "-XX:MaxMetaspaceSize=" + METASPACE,
        "-XX:+UseParallelGC");
  }

  /** Writes the configuration file into a directory, which is created if missing. */
  static void write(Map<String, String> settings, Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    settings.forEach((key, value) -> lines.add(key + ": " + quoted(value)));
    Files.createDirectories(directory);
    Files.write(directory.resolve(FILE), lines);
  }

  /** A string as YAML, and Java's own argument files, understand it. */
  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
