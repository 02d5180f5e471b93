package io.fabula.pipelines.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An artifact in the making. Files appear under their final names in one step; finished shards and
 * checkpoints are kept beside them until the manifest is written, so that work goes on after a
 * crash where it ended. What is kept is hashed, and what does not match its hash is not used.
 */
public final class PendingArtifact {
  private static final String SHARDS = "_shards";
  private static final String CHECKPOINT = "_checkpoint";
  private static final String REPLACEMENTS = "_replacements";
  private static final String BEGUN = SHARDS + "/begun";

  private final StoreFiles files;
  private final String directory;

  PendingArtifact(StoreFiles files, String directory) {
    this.files = files;
    this.directory = directory;
  }

  /** Leaves a mark that there is an attempt. */
  public void begin() {
    publish(Instant.now().toString().getBytes(StandardCharsets.UTF_8), directory + "/" + BEGUN);
  }

  /** A new local file to write a part to before {@link #publish}. */
  public Path scratch(String path) {
    return files.scratch(path);
  }

  /** Puts a finished scratch file in its place and describes it. */
  public Part publish(Path scratch, String path, Part.Kind kind, long rows, String content) {
    return publish(scratch, path, directory + "/" + path, kind, rows, content);
  }

  /**
   * As {@link #publish}, for what takes the place of a shard's part when the artifact is complete
   * and not before, so that a shard that was finished stays so.
   */
  public Part publishReplacement(
      Path scratch, String path, Part.Kind kind, long rows, String content) {
    return publish(scratch, path, replacement(path), kind, rows, content);
  }

  private Part publish(
      Path scratch, String path, String name, Part.Kind kind, long rows, String content) {
    Part part;
    try {
      part = new Part(path, kind, rows, Files.size(scratch), Digests.of(scratch), content);
    } catch (IOException e) {
      throw StoreProblem.of("read", scratch, e);
    }
    files.publish(scratch, name);
    return part;
  }

  /**
   * What a shard made, as it is kept.
   *
   * @param sha256 of the canonical JSON of {@code result}
   */
  record FinishedShard(String sha256, JsonNode result) {}

  /** Remembers what a shard made. */
  public void finishShard(int shard, Object result) {
    JsonNode tree = Json.tree(result);
    publish(
        Json.pretty(new FinishedShard(Digests.of(Json.canonical(tree)), tree)), shardFile(shard));
  }

  /**
   * What a shard made in an earlier, interrupted attempt: a value, nothing, or something that is
   * damaged and was removed.
   *
   * @param <T> type of the value
   * @param value what it made
   * @param damage what is wrong with what was kept, if anything
   */
  public record Kept<T>(Optional<T> value, Optional<String> damage) {}

  /** What a shard made in an earlier, interrupted attempt. */
  public <T> Kept<T> finishedShard(int shard, Class<T> type) {
    String name = shardFile(shard);
    if (!files.exists(name)) return new Kept<>(Optional.empty(), Optional.empty());
    try {
      FinishedShard kept = Json.read(files.read(name), FinishedShard.class);
      if (!Digests.of(Json.canonical(kept.result())).equals(kept.sha256())) {
        throw new IOException("it does not match its SHA-256");
      }
      return new Kept<>(Optional.of(Json.read(kept.result(), type)), Optional.empty());
    } catch (IOException | StoreProblem e) {
      String reason = e instanceof IOException broken ? Json.reason(broken) : e.getMessage();
      return new Kept<>(
          Optional.empty(), Optional.of(files.describe(name) + " is damaged: " + reason));
    }
  }

  /** Forgets what a shard made, since it is damaged. */
  public void forgetShard(int shard) {
    files.delete(shardFile(shard));
  }

  /** The first of these parts whose file is not as it was described, byte for byte. */
  public Optional<Part> firstDamaged(List<Part> parts) {
    return parts.stream().filter(part -> !holds(part)).findFirst();
  }

  private boolean holds(Part part) {
    String name = directory + "/" + part.path();
    try {
      return files.size(name) == part.bytes()
          && Digests.of(files.local(name)).equals(part.sha256());
    } catch (UncheckedIOException e) {
      return false; // what cannot be read is made again
    }
  }

  /** The local file of a part. */
  public Path file(Part part) {
    return files.local(directory + "/" + part.path());
  }

  /** The directory of a shard's checkpoints, which goes when the artifact is complete. */
  public Path checkpoints(int shard) {
    Path path = files.local("%s/%s/%05d".formatted(directory, CHECKPOINT, shard));
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw StoreProblem.of("write", path, e);
    }
    return path;
  }

  /**
   * Completes the artifact; the first of several attempts wins, and all of them say the same.
   *
   * @param replaced the paths of the parts that {@link #publishReplacement} wrote
   */
  public void commit(Manifest manifest, List<String> replaced) {
    for (String path : replaced) {
      if (files.exists(replacement(path))) files.move(replacement(path), directory + "/" + path);
    }
    files.createIfAbsent(directory + "/" + Manifest.FILE, Json.pretty(manifest));
    removeRemains();
  }

  void removeRemains() {
    for (String each : List.of(SHARDS, CHECKPOINT, REPLACEMENTS)) {
      files.delete(directory + "/" + each);
    }
  }

  private void publish(byte[] content, String name) {
    Path scratch = files.scratch("small");
    try {
      AtomicFile.write(scratch, content);
    } catch (IOException e) {
      throw StoreProblem.of("write", scratch, e);
    }
    files.publish(scratch, name);
  }

  private String replacement(String path) {
    return directory + "/" + REPLACEMENTS + "/" + path;
  }

  private String shardFile(int shard) {
    return "%s/%s/%05d.json".formatted(directory, SHARDS, shard);
  }
}
