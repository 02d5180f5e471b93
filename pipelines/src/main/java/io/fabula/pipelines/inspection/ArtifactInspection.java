package io.fabula.pipelines.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.stages.PartContent;
import io.fabula.pipelines.store.ArtifactDirectory;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an artifact's manifest says.
 *
 * @param manifest the manifest
 * @param verified whether every byte was compared with it, and every content digest computed again
 */
public record ArtifactInspection(Manifest manifest, boolean verified) {
  /**
   * Looks at an artifact.
   *
   * @param verify whether to compare every byte with its hash, and what it says with the content
   *     hash
   * @throws DataProblem if the manifest cannot be read, or a file is not what it says
   */
  public static ArtifactInspection of(Path directory, boolean verify) {
    Manifest manifest = ArtifactDirectory.manifest(directory);
    if (verify) verify(directory, manifest);
    return new ArtifactInspection(manifest, verify);
  }

  private static void verify(Path directory, Manifest manifest) {
    ArtifactDirectory.verify(directory, manifest);
    PartContent.difference(manifest, directory)
        .ifPresent(
            difference -> {
              throw new DataProblem(
                  directory, difference, "make it again with --force=" + manifest.stage());
            });
  }

  /** The manifest as JSON. */
  public JsonNode tree() {
    return Json.tree(manifest);
  }

  /** Lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("stage         " + manifest.stage() + ", version " + manifest.version());
    lines.add("signature     " + manifest.signature());
    lines.add("content hash  " + manifest.contentHash());
    lines.add(
        String.format(
            Locale.ROOT,
            "made          %s, %.1f s of work on %s, seed %d",
            manifest.start(),
            manifest.workSeconds(),
            manifest.runner(),
            manifest.seed()));
    manifest.versions().forEach((what, version) -> lines.add("  " + what + " " + version));
    lines.add("options       " + manifest.options());
    manifest
        .inputs()
        .forEach((stage, input) -> lines.add("input         " + stage + " " + input.signature()));
    manifest
        .metrics()
        .forEach((metric, value) -> lines.add("metric        " + metric + " " + value));
    for (Part part : manifest.parts()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "part          %s  %s, %d rows, %d bytes",
              part.path(),
              part.kind().name().toLowerCase(Locale.ROOT),
              part.rows(),
              part.bytes()));
    }
    if (verified) lines.add("verified      every byte and all content is what the manifest says");
    return lines.stream().map(Shown::escaped).toList();
  }
}
