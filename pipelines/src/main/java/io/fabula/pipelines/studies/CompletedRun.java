package io.fabula.pipelines.studies;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.analysis.report.Report;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.labels.Label;
import io.fabula.pipelines.labels.LabelBook;
import io.fabula.pipelines.release.Release;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A run whose stages are all complete, for its report.
 *
 * @param <C> the record that holds the settings
 */
public final class CompletedRun<C extends Record> {
  private final ResolvedStudy<C> resolved;
  private final Map<String, Artifact> artifacts = new LinkedHashMap<>();
  private final Map<String, LabelBook> labels = new LinkedHashMap<>();

  /** Opens the artifacts of all stages of a plan. */
  public CompletedRun(ResolvedStudy<C> resolved, Store store, List<PlannedStage> stages) {
    this.resolved = resolved;
    for (PlannedStage each : stages) {
      String name = each.stage().name();
      artifacts.put(name, store.artifact(each.id()));
      labels.put(name, LabelBook.of(store, each.id().study(), name, each.signature().hex()));
    }
  }

  /** The study with its settings. */
  public ResolvedStudy<C> resolved() {
    return resolved;
  }

  /** Whether the run has a stage. */
  public boolean has(String stage) {
    return artifacts.containsKey(stage);
  }

  /** The artifact of a stage. */
  public Artifact artifact(String stage) {
    Artifact artifact = artifacts.get(stage);
    if (artifact == null) throw new IllegalArgumentException("the chain has no stage " + stage);
    return artifact;
  }

  /** What people call the components or behaviours that stages found. */
  public List<Label> labels(String... stages) {
    List<Label> all = new ArrayList<>();
    for (String stage : stages) {
      LabelBook book = labels.get(stage);
      if (book != null) all.addAll(book.all());
    }
    return all;
  }

  /**
   * A metric of a stage's artifact.
   *
   * @throws io.fabula.pipelines.problems.DataProblem if it has none of that name
   */
  public double metric(String stage, String name) {
    return artifact(stage).manifest().metric(name);
  }

  /** All settings with their origins. */
  public List<Report.Setting> settings() {
    List<Report.Setting> settings = new ArrayList<>();
    resolved
        .origins()
        .forEach(
            (key, origin) ->
                settings.add(new Report.Setting(key, resolved.valueOf(key).toString(), origin)));
    return settings;
  }

  /**
   * Who made the results, when, with what, and how to make them again.
   *
   * @param now when the page is written
   */
  public List<Report.Origin> origin(Instant now) {
    SortedSet<String> starts = new TreeSet<>();
    SortedSet<String> processors = new TreeSet<>();
    SortedSet<String> commits = new TreeSet<>();
    for (Artifact each : artifacts.values()) {
      Manifest manifest = each.manifest();
      starts.add(minute(manifest.start()));
      processors.add(manifest.versions().getOrDefault("numerics", Release.UNKNOWN));
      commits.add(manifest.versions().getOrDefault("commit", Release.UNKNOWN));
    }
    List<Report.Origin> origin = new ArrayList<>();
    String results = starts.first();
    if (starts.size() > 1) results += " to " + starts.last();
    origin.add(new Report.Origin("Results", results + " UTC", false));
    origin.add(new Report.Origin("Page", minute(now.toString()) + " UTC", false));
    origin.add(new Report.Origin("Fabula", Release.ofThisProcess().toString(), false));
    if (!commits.equals(Set.of(Release.ofThisProcess().commitAsBuilt()))) {
      origin.add(new Report.Origin("Results by commit", String.join(", ", commits), true));
    }
    origin.add(new Report.Origin("Processor class", String.join(", ", processors), false));
    origin.add(new Report.Origin("Seed", Long.toString(resolved.seed()), false));
    origin.add(new Report.Origin("Make it again", command(), true));
    return origin;
  }

  private static String minute(String instant) {
    return instant.substring(0, 16).replace('T', ' ');
  }

  /** The command that gives these settings, without the files that they came from. */
  private String command() {
    StringBuilder command = new StringBuilder("./fabula run ");
    command.append(resolved.study().name()).append(" --profile=").append(resolved.profile());
    Set<String> known =
        Set.of(resolved.study().name() + " defaults", "profile " + resolved.profile());
    resolved
        .origins()
        .forEach(
            (key, layer) -> {
              if (known.contains(layer)) return;
              String override = key + "=" + plain(resolved.valueOf(key));
              boolean simple = override.matches("[A-Za-z0-9_.,:=/+-]+");
              command.append(' ');
              command.append(simple ? override : "'" + override.replace("'", "'\\''") + "'");
            });
    return command.toString();
  }

  private static String plain(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }

  /** What the report was made from, producers first. */
  public List<Report.Artifact> lineage() {
    return artifacts.values().stream().map(CompletedRun::describe).toList();
  }

  private static Report.Artifact describe(Artifact artifact) {
    Manifest manifest = artifact.manifest();
    return new Report.Artifact(
        "%s, version %d".formatted(manifest.stage(), manifest.version()),
        manifest.signature().toString(),
        manifest.inputs().values().stream().map(input -> input.signature().toString()).toList(),
        String.format(
            Locale.ROOT,
            "%,d rows in %d parts, %,d bytes, content %s",
            manifest.rows(),
            manifest.parts().size(),
            manifest.bytes(),
            manifest.contentHash().substring(0, 12)),
        String.format(
            Locale.ROOT,
            "%s, %.1f s of work on %s",
            manifest.start().substring(0, 19).replace('T', ' '),
            manifest.workSeconds(),
            manifest.runner()),
        artifact.location());
  }

  /** A digest of all that the report is made from. */
  public String digest() {
    List<Object> parts = new ArrayList<>();
    for (Artifact each : artifacts.values()) {
      Manifest manifest = each.manifest();
      parts.add(
          List.of(
              manifest.stage(), manifest.signature(), manifest.start(), manifest.contentHash()));
    }
    labels.forEach(
        (stage, book) -> {
          if (!book.all().isEmpty()) parts.add(List.of(stage, book.digest()));
        });
    return Digests.of(Json.canonical(parts));
  }
}
