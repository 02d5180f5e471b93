package io.fabula.pipelines.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an artifact is, where it came from, and what it is made of. Written last; an artifact is
 * complete when its manifest exists.
 *
 * @param format version of this layout
 * @param study name of the study
 * @param stage name of the stage that made it
 * @param version version of that stage's code
 * @param signature its own signature
 * @param options the options it was made with
 * @param inputs what it was made from, by stage
 * @param parts its files, ordered by path
 * @param contentHash what it says, independent of time, host, runner and encoding
 * @param metrics single numbers about it, ordered by name
 * @param seed root seed of the run that made it
 * @param start when the work began, ISO 8601 in UTC
 * @param workSeconds how long it took: the last attempts of all shards, one after the other, and
 *     the end, without waiting
 * @param runner the Beam runner it ran on
 * @param versions of the software, and the numerics fingerprint, by name
 * @param digest SHA-256 of all the rest as canonical JSON, so that no damage to it goes unseen
 */
public record Manifest(
    int format,
    String study,
    String stage,
    int version,
    Signature signature,
    JsonNode options,
    Map<String, Input> inputs,
    List<Part> parts,
    String contentHash,
    Map<String, Double> metrics,
    long seed,
    String start,
    double workSeconds,
    String runner,
    Map<String, String> versions,
    String digest) {
  /** The layout that this code writes. */
  public static final int FORMAT = 2;

  /** Name of the file in the artifact's directory. */
  public static final String FILE = "_MANIFEST.json";

  /** An artifact that another was made from. */
  public record Input(Signature signature, String contentHash) {
    public Input {
      Objects.requireNonNull(signature, "signature");
      Objects.requireNonNull(contentHash, "content_hash");
    }
  }

  public Manifest {
    Objects.requireNonNull(study, "study");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(contentHash, "content_hash");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(runner, "runner");
    Objects.requireNonNull(digest, "digest");
    inputs = new TreeMap<>(Map.copyOf(inputs)); // copyOf refuses null, which damaged files may hold
    parts = List.copyOf(parts).stream().sorted(Comparator.comparing(Part::path)).toList();
    metrics = new TreeMap<>(Map.copyOf(metrics));
    versions = new TreeMap<>(Map.copyOf(versions));
  }

  /** The same with the digest of all the rest. */
  public Manifest sealed() {
    return with(digestOfTheRest());
  }

  private Manifest with(String newDigest) {
    return new Manifest(
        format,
        study,
        stage,
        version,
        signature,
        options,
        inputs,
        parts,
        contentHash,
        metrics,
        seed,
        start,
        workSeconds,
        runner,
        versions,
        newDigest);
  }

  private String digestOfTheRest() {
    return Digests.of(Json.canonical(digest.isEmpty() ? this : with("")));
  }

  /**
   * Reads a manifest.
   *
   * @throws IOException if it is cut off, edited, or of another layout
   */
  static Manifest read(byte[] text) throws IOException {
    int format = Json.read(text, JsonNode.class).path("format").asInt();
    if (format != FORMAT) {
      throw new IOException(
          "it has format %d, and this program reads format %d".formatted(format, FORMAT));
    }
    Manifest manifest = Json.read(text, Manifest.class);
    if (!manifest.digestOfTheRest().equals(manifest.digest())) {
      throw new IOException("its digest is another, so it was edited");
    }
    return manifest;
  }

  /** Where the artifact belongs. */
  public ArtifactId id() {
    return new ArtifactId(study, stage, signature);
  }

  /**
   * What does not fit where one was to be found, if anything: it belongs elsewhere, its options and
   * inputs have another signature, or its content hash is not that of its parts.
   */
  Optional<String> mismatch(ArtifactId wanted) {
    if (!study.equals(wanted.study())
        || !stage.equals(wanted.stage())
        || !signature.equals(wanted.signature())) {
      return Optional.of("it is of stage %s of %s (%s)".formatted(stage, study, signature));
    }
    Map<String, Signature> read = new TreeMap<>();
    inputs.forEach((name, input) -> read.put(name, input.signature()));
    if (!Signature.of(study, stage, version, options, read).equals(signature)) {
      return Optional.of("its options and inputs have another signature");
    }
    if (!contentHash(parts).equals(contentHash)) {
      return Optional.of("its content hash is not that of its parts");
    }
    return Optional.empty();
  }

  /**
   * A metric.
   *
   * @throws DataProblem if the stage left none of that name
   */
  public double metric(String name) {
    Double value = metrics.get(name);
    if (value == null) {
      throw new DataProblem(
          "the artifact of " + id(),
          "it has no metric " + name + ", only " + metrics.keySet(),
          "make it again with --force=" + stage);
    }
    return value;
  }

  /** Rows of all tables together. */
  public long rows() {
    return parts.stream()
        .filter(part -> part.kind() == Part.Kind.TABLE)
        .mapToLong(Part::rows)
        .sum();
  }

  /** Size of all parts together. */
  public long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /**
   * The content hash of an artifact with these parts: what its tables, tensors and numbers say, in
   * the order of their paths. Pictures and pages do not count.
   */
  public static String contentHash(List<Part> parts) {
    StringBuilder lines = new StringBuilder();
    parts.stream()
        .filter(part -> !part.content().isEmpty())
        .sorted(Comparator.comparing(Part::path))
        .forEach(
            part -> lines.append(part.path()).append('\t').append(part.content()).append('\n'));
    return Digests.of(lines.toString());
  }
}
