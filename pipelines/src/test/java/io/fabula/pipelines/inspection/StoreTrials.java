package io.fabula.pipelines.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.progress.Display;
import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.progress.ProgressFollower;
import io.fabula.pipelines.runs.RunArtifacts;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.store.ArtifactDirectory;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.store.PendingArtifact;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Readers of what a store and its runs keep of themselves. */
final class StoreTrials {
  private static final int VERSION = 1;
  private static final String PART = "a.csv";
  private static final Map<String, Integer> OPTIONS = Map.of("seed", 1);
  private static final ArtifactId MADE =
      new ArtifactId("sums", "draw", Signature.of("sums", "draw", VERSION, OPTIONS, Map.of()));
  private static final String ARTIFACT = "artifacts/sums/draw/" + MADE.signature() + "/";
  private static final ShardResult RESULT =
      new ShardResult(
          0,
          List.of(new Part(PART, Part.Kind.NUMBERS, 2, 4, "00", "00")),
          Map.of("sum", 1.5),
          null,
          1,
          0.5);
  static final List<ReaderOnTrial> ALL =
      List.of(
          ReaderOnTrial.of(
              "manifest",
              ARTIFACT + Manifest.FILE,
              StoreTrials::artifact,
              file -> ArtifactDirectory.manifest(file.resolveSibling(""))),
          ReaderOnTrial.of(
              "artifact",
              ARTIFACT + Manifest.FILE,
              StoreTrials::artifact,
              StoreTrials::verify,
              Refused.class),
          ReaderOnTrial.of(
              "forged-manifest",
              ARTIFACT + Manifest.FILE,
              StoreTrials::artifact,
              StoreTrials::forge,
              Refused.class),
          ReaderOnTrial.of(
              "shard",
              ARTIFACT + "_shards/00000.json",
              file -> pending(file).finishShard(0, RESULT),
              StoreTrials::kept,
              Refused.class),
          ReaderOnTrial.of(
              "forged-shard",
              ARTIFACT + "_shards/00000.json",
              file -> pending(file).finishShard(0, RESULT),
              StoreTrials::forgeShard,
              Refused.class),
          ReaderOnTrial.ofText(
              "list-of-artifacts",
              RunArtifacts.FILE,
              """
              {"stages": {"draw": {"study": "sums", "signature": "0123456789abcdef0123",
               "path": "artifacts/sums/draw/0123456789abcdef0123", "content_hash": "00",
               "metrics": {"sum": 1.5}}}}
              """,
              file -> refuseUnless(RunArtifacts.in(file.resolveSibling("")).isPresent()),
              Refused.class),
          ReaderOnTrial.ofText(
              "progress",
              "progress/vm-1.jsonl",
              """
{"millis":1,"stage":"draw","kind":"begin","shard":-1,"done":0,"total":2,"text":"","note":""}
{"millis":2,"stage":"draw","kind":"step","shard":0,"done":5,"total":9,"text":"rows","note":"x"}
""",
              file -> new ProgressFollower(file.resolveSibling(""), new Nothing()).close()),
          ReaderOnTrial.ofText(
              "lock",
              "locks/sums.draw." + MADE.signature() + ".lock",
              "12345 on host",
              file -> Store.at(root(file).toString()).owner(MADE)));

  private StoreTrials() {}

  /** The store of a file: the directory above {@code artifacts} or {@code locks}. */
  private static Path root(Path file) {
    Path root = file.resolveSibling("");
    while (!List.of("artifacts", "locks").contains(String.valueOf(root.getFileName()))) {
      root = root.resolveSibling("");
    }
    return root.resolveSibling("");
  }

  private static PendingArtifact pending(Path file) {
    return Store.at(root(file).toString()).pending(MADE);
  }

  private static void artifact(Path file) throws Exception {
    Path part = Files.writeString(file.resolveSibling(PART), "1\n2\n");
    String sha256 = Digests.of(part);
    List<Part> parts = List.of(new Part(PART, Part.Kind.NUMBERS, 2, 4, sha256, sha256));
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            MADE.study(),
            MADE.stage(),
            VERSION,
            MADE.signature(),
            Json.tree(OPTIONS),
            Map.of(),
            parts,
            Manifest.contentHash(parts),
            Map.of("sum", 1.5),
            1,
            "2026-01-01T00:00:00Z",
            1,
            "DirectRunner",
            Map.of("java", "17"),
            "");
    Files.write(file, Json.pretty(manifest.sealed()));
  }

  private static void verify(Path file) throws Refused {
    Store store = Store.at(root(file).toString());
    store.manifests(MADE.study(), MADE.stage());
    refuseUnless(store.verify(MADE) instanceof Lookup.Found);
  }

  /** As somebody would edit a manifest who knows how its digest is made. */
  private static void forge(Path file) throws Exception {
    if (tree(file) instanceof ObjectNode edited) {
      edited.put("digest", "");
      edited.put("digest", Digests.of(Json.canonical(edited)));
      Files.write(file, Json.pretty(edited));
    }
    verify(file);
    ArtifactDirectory.verify(
        file.resolveSibling(""), ArtifactDirectory.manifest(file.resolveSibling("")));
  }

  private static void kept(Path file) throws Refused {
    refuseUnless(pending(file).finishedShard(0, ShardResult.class).value().isPresent());
  }

  private static void forgeShard(Path file) throws Exception {
    if (tree(file) instanceof ObjectNode edited) {
      edited.put("sha256", Digests.of(Json.canonical(edited.path("result"))));
      Files.write(file, Json.pretty(edited));
    }
    kept(file);
  }

  private static JsonNode tree(Path file) {
    try {
      return Json.read(Files.readAllBytes(file), JsonNode.class);
    } catch (IOException e) {
      return MissingNode.getInstance(); // no JSON: nothing that could be forged
    }
  }

  private static void refuseUnless(boolean taken) throws Refused {
    if (!taken) throw new Refused();
  }

  /** What such readers answer without an exception: that it is not there, or damaged. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Shows nothing. */
  private static final class Nothing implements Display {
    @Override
    public void show(ProgressEvent event) {
      event.kind().name();
    }

    @Override
    public void close() {}
  }
}
