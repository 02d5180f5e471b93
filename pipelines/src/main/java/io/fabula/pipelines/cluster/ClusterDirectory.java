package io.fabula.pipelines.cluster;

import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a cluster on this machine keeps its configuration, process ids, logs and scratch files. */
record ClusterDirectory(Path path) {
  ClusterDirectory {
    path = path.toAbsolutePath().normalize();
    if (path.toString().matches(".*[:,\"].*")) {
      throw new UsageProblem("Flink cannot use a directory with : or , in its name, got " + path);
    }
  }

  Path configuration() {
    return path.resolve("conf");
  }

  Path logs() {
    return path.resolve("log");
  }

  Path log(String name) {
    return logs().resolve(name + ".log");
  }

  /** What the virtual machine itself prints, such as that it cannot start. */
  Path output(String name) {
    return logs().resolve(name + ".out");
  }

  /** The Fabula that is on the class path of the processes. */
  Path code() {
    return configuration().resolve("fabula.jar");
  }

  Path scratch() {
    return path.resolve("scratch");
  }

  /** An argument file of Java with what all processes of a role have in common. */
  Path arguments(String role) {
    return configuration().resolve(role + ".args");
  }

  /** The file that says under which port the cluster is reached. */
  Path address() {
    return path.resolve("address");
  }

  /** All processes that were remembered, dead or alive, in the order of their names. */
  List<ClusterProcess> processes() throws IOException {
    List<ClusterProcess> processes = new ArrayList<>();
    for (Path file : files()) ClusterProcess.read(file).ifPresent(processes::add);
    return processes;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(path)) return List.of();
    try (Stream<Path> children = Files.list(path)) {
      return children.filter(each -> each.toString().endsWith(".pid")).sorted().toList();
    }
  }

  /** Removes all but the logs. */
  void clear() throws IOException {
    for (Path file : files()) Files.delete(file);
    Files.deleteIfExists(address());
    delete(configuration());
    delete(scratch());
  }

  /** Removes what earlier clusters logged. */
  void clearLogs() throws IOException {
    delete(logs());
  }

  private static void delete(Path start) throws IOException {
    if (!Files.exists(start)) return;
    try (Stream<Path> tree = Files.walk(start)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    }
  }
}
