package io.fabula.pipelines.studies;

import io.fabula.pipelines.stages.Numerics;
import io.fabula.pipelines.store.Manifest;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds a stage's results to its version: versions and content hashes of a study's smallest profile
 * are recorded in a file, and a result that changed without a version that says so is a failure.
 * Where native kernels are those of the recording, hashes must be equal; where they are others,
 * stages and versions alone are compared, as strictly.
 */
public final class VersionGuard {
  private static final String NUMERICS = "numerics";

  /**
   * What is known of one stage.
   *
   * @param inputs names of the stages that it was made from
   */
  record Result(int version, String hash, Set<String> inputs) {}

  private final Path recording;
  private final String numerics;

  /**
   * @param recording the file of versions and hashes
   */
  public VersionGuard(Path recording) {
    this(recording, Numerics.fingerprint());
  }

  VersionGuard(Path recording, String numerics) {
    this.recording = recording;
    this.numerics = numerics;
  }

  /**
   * Checks results against the recording; with {@code -Dfabula.record=true} records them instead.
   *
   * @throws AssertionError naming the stages whose results changed and whose version, and that of
   *     all stages that they are made from, did not; nothing is recorded then
   */
  public void check(Map<String, Manifest> manifests) {
    Map<String, Result> results = new TreeMap<>();
    manifests.forEach(
        (stage, manifest) ->
            results.put(
                stage,
                new Result(
                    manifest.version(), manifest.contentHash(), manifest.inputs().keySet())));
    if (Boolean.getBoolean("fabula.record")) record(results);
    else compare(results);
  }

  void compare(Map<String, Result> results) {
    Properties recorded = read();
    boolean sameKernels = numerics.equals(recorded.remove(NUMERICS));
    List<String> faults = new ArrayList<>();
    Set<String> names = new TreeSet<>(results.keySet());
    names.addAll(recorded.stringPropertyNames());
    for (String stage : names) {
      String before = recorded.getProperty(stage);
      Result now = results.get(stage);
      if (now == null) faults.add(stage + " is recorded and was not run");
      else if (before == null) faults.add(stage + " is not recorded");
      else if (version(before) != now.version()) {
        faults.add(
            "%s has version %d, recorded is %d".formatted(stage, now.version(), version(before)));
      } else if (sameKernels && !hash(before).equals(now.hash())) {
        faults.add(
            "%s has content %s, recorded for its version %d is %s"
                .formatted(stage, now.hash(), now.version(), hash(before)));
      }
    }
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "results are not those recorded in "
              + recording
              + " (when they are meant to change, raise the versions of the stages that changed"
              + " and run this test with -Dfabula.record=true):\n  "
              + String.join("\n  ", faults));
    }
  }

  void record(Map<String, Result> unordered) {
    Map<String, Result> results = new TreeMap<>(unordered);
    Properties recorded = read();
    boolean sameKernels = numerics.equals(recorded.remove(NUMERICS));
    List<String> unexplained = new ArrayList<>();
    results.forEach(
        (stage, now) -> {
          String before = recorded.getProperty(stage);
          if (sameKernels
              && before != null
              && !hash(before).equals(now.hash())
              && !raised(stage, results, recorded)) {
            unexplained.add(stage);
          }
        });
    if (!unexplained.isEmpty()) {
      throw new AssertionError(
          "not recorded: the content changed and no version did, of "
              + String.join(", ", unexplained));
    }
    StringBuilder lines = new StringBuilder(NUMERICS + "=" + numerics + "\n");
    results.forEach(
        (stage, now) -> lines.append("%s=%d %s\n".formatted(stage, now.version(), now.hash())));
    try {
      Files.writeString(recording, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a stage or one that it is made from has a version above the recorded, or is new. */
  private static boolean raised(String stage, Map<String, Result> results, Properties recorded) {
    Result now = results.get(stage);
    String before = recorded.getProperty(stage);
    if (now == null || before == null || now.version() > version(before)) return true;
    return now.inputs().stream().anyMatch(each -> raised(each, results, recorded));
  }

  private static int version(String entry) {
    return Integer.parseInt(entry.substring(0, entry.indexOf(' ')));
  }

  private static String hash(String entry) {
    return entry.substring(entry.indexOf(' ') + 1);
  }

  private Properties read() {
    Properties recorded = new Properties();
    try (Reader in = Files.newBufferedReader(recording)) {
      recorded.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return recorded;
  }
}
