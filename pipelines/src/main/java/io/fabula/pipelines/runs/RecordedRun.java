package io.fabula.pipelines.runs;

import io.fabula.pipelines.config.Layer;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Planner;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run as its directory describes it.
 *
 * @param id the name of its directory
 * @param study the study's name
 * @param profile the profile
 * @param last when it was last worked on
 * @param settings its keys with their values, as text
 * @param stages what it refers to by stage, in the order of the chain; signatures alone where it
 *     was not completed
 * @param complete how many of these are complete in the store
 * @param known whether what it refers to is known: false where its list is gone and its settings
 *     are not those of this program
 * @param directory the run's directory
 */
public record RecordedRun(
    String id,
    String study,
    String profile,
    Instant last,
    Map<String, String> settings,
    Map<String, RunArtifacts.Entry> stages,
    int complete,
    boolean known,
    Path directory) {
  /** The settings, in the run's directory. */
  public static final String CONFIG = "config.yaml";

  /** All runs of a store, the latest first. */
  public static List<RecordedRun> all(Store store, Studies studies) {
    List<RecordedRun> runs = new ArrayList<>();
    for (String id : store.runs()) {
      if (Files.isRegularFile(store.run(id).path().resolve(CONFIG))) {
        runs.add(read(store, studies, id));
      }
    }
    runs.sort((a, b) -> b.last().compareTo(a.last()));
    return runs;
  }

  /**
   * The run with this id, or the only one whose id begins so.
   *
   * @throws UsageProblem if there is none, or are several
   */
  public static RecordedRun named(Store store, Studies studies, String name) {
    List<String> ids = new ArrayList<>(store.runs());
    if (ids.removeIf(each -> isSweep(store, each)) && isSweep(store, name)) {
      throw new UsageProblem(
          "%s is a sweep; ./fabula runs show %s names its runs".formatted(name, name));
    }
    if (ids.contains(name)) return read(store, studies, name);
    List<String> begin = ids.stream().filter(each -> each.startsWith(name)).toList();
    if (begin.size() == 1) return read(store, studies, begin.get(0));
    if (begin.size() > 1) {
      throw new UsageProblem(
          "%s is the beginning of %d runs: %s"
              .formatted(name, begin.size(), String.join(", ", begin)));
    }
    throw new UsageProblem(
        "there is no run %s%s; ./fabula runs shows all"
            .formatted(name, NearestName.hint(name, ids)));
  }

  private static boolean isSweep(Store store, String id) {
    return id.startsWith(RecordedSweep.PREFIX)
        && !Files.exists(store.run(id).path().resolve(CONFIG));
  }

  private static RecordedRun read(Store store, Studies studies, String id) {
    Path directory = store.run(id).path();
    String[] parts = id.split("-", -1);
    String profile = parts.length > 2 ? parts[parts.length - 2] : "";
    String study = id.replaceFirst("-[^-]*-[^-]*$", "");
    Map<String, String> settings;
    try {
      settings = Layer.ofFile(directory.resolve(CONFIG)).leaves();
    } catch (Problem e) {
      settings = Map.of();
    }
    Optional<Map<String, RunArtifacts.Entry>> listed =
        RunArtifacts.in(directory).map(RunArtifacts::stages);
    Optional<Map<String, RunArtifacts.Entry>> stages =
        listed.isPresent() ? listed : planned(store, studies, study, profile, directory);
    Map<String, RunArtifacts.Entry> found = stages.orElse(Map.of());
    return new RecordedRun(
        id,
        study,
        profile,
        last(directory),
        settings,
        found,
        (int) found.entrySet().stream().filter(each -> isComplete(store, each)).count(),
        stages.isPresent(),
        directory);
  }

  /** What the present program makes of the settings that the run was begun with. */
  private static Optional<Map<String, RunArtifacts.Entry>> planned(
      Store store, Studies studies, String study, String profile, Path directory) {
    try {
      return Optional.of(planned(store, studies.named(study), profile, directory));
    } catch (Problem e) {
      return Optional.empty();
    }
  }

  private static <C extends Record> Map<String, RunArtifacts.Entry> planned(
      Store store, Study<C> study, String profile, Path directory) {
    ResolvedStudy<C> resolved =
        ResolvedStudy.of(study, profile, Optional.of(directory.resolve(CONFIG)), List.of());
    Map<String, RunArtifacts.Entry> stages = new LinkedHashMap<>();
    new Planner(store, study.name(), Set.of(), false)
        .plan(resolved.stages())
        .stages()
        .forEach(
            each ->
                stages.put(
                    each.stage().name(),
                    new RunArtifacts.Entry(
                        each.id().study(), each.signature().hex(), "", "", Map.of())));
    return stages;
  }

  private static boolean isComplete(Store store, Map.Entry<String, RunArtifacts.Entry> stage) {
    try {
      RunArtifacts.Entry entry = stage.getValue();
      ArtifactId id =
          new ArtifactId(entry.study(), stage.getKey(), new Signature(entry.signature()));
      return store.lookup(id) instanceof Lookup.Found;
    } catch (IllegalArgumentException e) {
      return false; // a list that somebody edited
    }
  }

  private static Instant last(Path directory) {
    Instant last = Instant.EPOCH;
    for (String name : List.of(CONFIG, RunArtifacts.FILE, "progress", "report")) {
      Instant modified = modified(directory.resolve(name));
      if (modified.isAfter(last)) last = modified;
    }
    return last;
  }

  /** When a file was last written; long ago if there is none, since not every run has all. */
  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  /** Whether all that it refers to is in the store. */
  public boolean isComplete() {
    return known && complete == stages.size();
  }

  /**
   * Opens it, complete or not.
   *
   * @param study the run's study
   */
  public <C extends Record> OpenedRun<C> open(Study<C> study, Store store) {
    Path config = directory.resolve(CONFIG);
    Map<String, ArtifactId> places = new LinkedHashMap<>();
    stages.forEach(
        (stage, entry) ->
            places.put(
                stage, new ArtifactId(entry.study(), stage, new Signature(entry.signature()))));
    return new OpenedRun<>(
        ResolvedStudy.of(study, profile, Optional.of(config), List.of()),
        store,
        id,
        config,
        places);
  }

  /** The page of its report, if there is one. */
  public Optional<Path> report() {
    Path page = directory.resolve("report").resolve("index.html");
    return Files.isRegularFile(page) ? Optional.of(page) : Optional.empty();
  }
}
