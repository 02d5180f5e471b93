package io.fabula.pipelines.store;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * An artifact in the making. Files appear under their final names in one step; finished shards and
 * checkpoints are kept beside them until the manifest is written, so that work goes on after a
 * crash where it ended.
 */
public final class PendingArtifact {
  private static final String SHARDS = "_shards";
  private static final String CHECKPOINT = "_checkpoint";
  private static final String BEGUN = SHARDS + "/begun";

  private final StoreFiles files;
  private final String directory;

  PendingArtifact(StoreFiles files, String directory) {
    this.files = files;
    this.directory = directory;
  }

  /** Leaves a mark that there is an attempt. */
  public void begin() {
    Path scratch = files.scratch("begun");
    write(scratch, Instant.now().toString().getBytes(StandardCharsets.UTF_8));
    files.publish(scratch, directory + "/" + BEGUN);
  }

  /** A new local file to write a part to before {@link #publish}. */
  public Path scratch(String path) {
    return files.scratch(path);
  }

  /** Puts a finished scratch file in its place and describes it. */
  public Part publish(Path scratch, String path, Part.Kind kind, long rows, String content) {
    Part part;
    try {
      part = new Part(path, kind, rows, Files.size(scratch), Digests.of(scratch), content);
    } catch (IOException e) {
      throw StoreProblem.of("read", scratch, e);
    }
    files.publish(scratch, directory + "/" + path);
    return part;
  }

  /** Remembers what a shard made. */
  public void finishShard(int shard, Object result) {
    Path scratch = files.scratch("shard.json");
    write(scratch, Json.pretty(result));
    files.publish(scratch, shardFile(shard));
  }

  /** What a shard made in an earlier, interrupted attempt. */
  public <T> Optional<T> finishedShard(int shard, Class<T> type) {
    if (!files.exists(shardFile(shard))) return Optional.empty();
    try {
      return Optional.of(Json.read(files.read(shardFile(shard)), type));
    } catch (IOException e) {
      throw new DataProblem(
          files.describe(shardFile(shard)), Json.reason(e), "delete this file and run again", e);
    }
  }

  /** Whether a part still is as it was described. */
  public boolean holds(Part part) {
    return files.size(directory + "/" + part.path()) == part.bytes();
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

  /** Completes the artifact; the first of several attempts wins, and all of them say the same. */
  public void commit(Manifest manifest) {
    files.createIfAbsent(directory + "/" + Manifest.FILE, Json.pretty(manifest));
    files.delete(directory + "/" + SHARDS);
    files.delete(directory + "/" + CHECKPOINT);
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw StoreProblem.of("write", file, e);
    }
  }

  private String shardFile(int shard) {
    return "%s/%s/%05d.json".formatted(directory, SHARDS, shard);
  }
}
