package io.fabula.pipelines.runs;

import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a store holds that no run needs: artifacts that no run refers to, directly or through what
 * it was made from; runs that are old, where that is asked for; what ended processes left. Nothing
 * is touched that a process has locked, and nothing that is not Fabula's.
 */
public final class Sweep {
  private static final String SIGNATURE = "[0-9a-f]{20}";
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final List<String> UNFINISHED = List.of("_shards", "_checkpoint");

  private final Store store;
  private final Path root;
  private final List<Item> items = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  /**
   * Something that can go.
   *
   * @param path file or directory, relative to the store
   * @param bytes how much it holds
   * @param reason why nobody needs it
   */
  public record Item(String path, long bytes, String reason) {}

  private Sweep(Store store) {
    this.store = store;
    root = Path.of(store.location());
  }

  /**
   * Looks through a store and changes nothing.
   *
   * @param runsOlderThan runs that were not worked on for so long can go, too
   * @param now what time it is
   * @throws UsageProblem if there is no store
   */
  public static Sweep of(
      Store store, Studies studies, Optional<Duration> runsOlderThan, Instant now) {
    Sweep sweep = new Sweep(store);
    if (!Files.isDirectory(sweep.root.resolve("artifacts"))
        && !Files.isDirectory(sweep.root.resolve("runs"))) {
      throw new UsageProblem("there is no store at " + sweep.root + "; name it with --store=DIR");
    }
    sweep.look(studies, runsOlderThan, now);
    return sweep;
  }

  private void look(Studies studies, Optional<Duration> runsOlderThan, Instant now) {
    Set<String> needed = new HashSet<>();
    for (RecordedRun run : RecordedRun.all(store, studies)) {
      Duration age = Duration.between(run.last(), now);
      if (runsOlderThan.isPresent() && age.compareTo(runsOlderThan.get()) > 0) {
        add(run.directory(), "run of %d days ago".formatted(age.toDays()));
        continue;
      }
      if (!run.known()) unreadable.add(run.id());
      run.stages().forEach((stage, entry) -> need(entry.study(), stage, entry.signature(), needed));
    }
    for (Path study : directories(root.resolve("artifacts"))) {
      for (Path stage : directories(study)) {
        for (Path artifact : directories(stage)) look(artifact, needed);
      }
    }
    for (Path scratch : directories(root.resolve("scratch"))) {
      if (modified(scratch).isBefore(now.minus(ABANDONED))) {
        add(scratch, "left by a process that ended");
      }
    }
  }

  private void look(Path artifact, Set<String> needed) {
    String signature = artifact.getFileName().toString();
    if (!signature.matches(SIGNATURE)) return;
    if (!needed.contains(signature)) {
      if (unreadable.isEmpty()) add(artifact, "no run refers to it");
      return;
    }
    if (!Files.isRegularFile(artifact.resolve(Manifest.FILE))) return;
    for (String each : UNFINISHED) {
      if (Files.isDirectory(artifact.resolve(each), LinkOption.NOFOLLOW_LINKS)) {
        add(artifact.resolve(each), "left in a complete artifact");
      }
    }
  }

  /** An artifact is needed with all that it was made from. */
  private void need(String study, String stage, String signature, Set<String> needed) {
    if (!signature.matches(SIGNATURE) || !needed.add(signature)) return;
    if (store.lookup(id(study, stage, signature)) instanceof Lookup.Found found) {
      Artifact artifact = found.artifact();
      artifact
          .manifest()
          .inputs()
          .forEach((input, made) -> need(study, input, made.signature().hex(), needed));
    }
  }

  private static ArtifactId id(String study, String stage, String signature) {
    return new ArtifactId(study, stage, new Signature(signature));
  }

  private void add(Path path, String reason) {
    items.add(new Item(root.relativize(path).toString(), bytes(path), reason));
  }

  /** What can go. */
  public List<Item> items() {
    return List.copyOf(items);
  }

  /** Runs of which nobody knows what they refer to; while there are any, artifacts stay. */
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  /**
   * Deletes an item.
   *
   * @return false if a process is at work on it
   */
  public boolean delete(Item item) {
    Path path = root.resolve(item.path());
    boolean needsLock = needsLock(path);
    Optional<RunLock> lock = needsLock ? lock(path) : Optional.empty();
    if (needsLock && lock.isEmpty()) return false;
    try {
      // without its manifest an artifact is not complete, however far the rest comes
      Files.deleteIfExists(path.resolve(Manifest.FILE));
      try (Stream<Path> tree = Files.walk(path)) {
        for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
      }
      return true;
    } catch (IOException e) {
      throw StoreProblem.of("delete", path, e);
    } catch (UncheckedIOException e) {
      throw StoreProblem.of("delete", path, e);
    } finally {
      lock.ifPresent(RunLock::close);
    }
  }

  private boolean needsLock(Path path) {
    String kind = root.relativize(path).getName(0).toString();
    return kind.equals("runs") || kind.equals("artifacts");
  }

  /** The lock of a run, or of the artifact that a path is or lies in. */
  private Optional<RunLock> lock(Path path) {
    Path relative = root.relativize(path);
    if (relative.startsWith("runs")) return store.tryLockRun(relative.getName(1).toString());
    return store.tryLock(
        id(
            relative.getName(1).toString(),
            relative.getName(2).toString(),
            relative.getName(3).toString()));
  }

  private static List<Path> directories(Path above) {
    if (!Files.isDirectory(above)) return List.of();
    try (Stream<Path> children = Files.list(above)) {
      return children
          .filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw StoreProblem.of("list", above, e);
    }
  }

  private static Instant modified(Path path) {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (IOException e) {
      return Instant.MAX; // gone, or nothing that may be judged
    }
  }

  private static long bytes(Path path) {
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(each -> each.toFile().length())
          .sum();
    } catch (IOException e) {
      throw StoreProblem.of("list", path, e);
    } catch (UncheckedIOException e) {
      throw StoreProblem.of("list", path, e);
    }
  }
}
