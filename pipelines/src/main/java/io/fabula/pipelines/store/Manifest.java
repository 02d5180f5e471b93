package io.fabula.pipelines.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an artifact is, where it came from, and what it is made of. Written last; an artifact is
 * complete when its manifest exists.
 *
 * @param format version of this layout
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
 */
public record Manifest(
    int format,
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
    Map<String, String> versions) {
  /** The layout that this code writes. */
  public static final int FORMAT = 1;

  /** Name of the file in the artifact's directory. */
  public static final String FILE = "_MANIFEST.json";

  /** An artifact that another was made from. */
  public record Input(Signature signature, String contentHash) {}

  public Manifest {
    inputs = new TreeMap<>(inputs);
    parts = parts.stream().sorted(Comparator.comparing(Part::path)).toList();
    metrics = new TreeMap<>(metrics);
    versions = new TreeMap<>(versions);
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
