package io.fabula.pipelines.chunks;

import io.fabula.model.files.AtomicFile;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.OptionChanges;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.stages.Planner;
import io.fabula.pipelines.stages.Verdict;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Works on stages of one run chunk by chunk. A chunk is the stage's own training, stopped early;
 * when it reaches its own end, its checkpoints are handed to the stage, which finds nothing left to
 * train and writes its artifact into the store. What the stage then says is what it would have said
 * without chunks, bit for bit.
 */
public final class ChunkedRun {
  /**
   * A stage that is done in chunks.
   *
   * @param stage its name
   * @param checkpoints directory of its chunks
   * @param statistics for each table of statistics the directory of the parts that chunks leave
   */
  public record Place(String stage, Path checkpoints, List<Path> statistics) {
    public Place {
      statistics = List.copyOf(statistics);
    }
  }

  /** What came of asking for a chunk. */
  public enum Outcome {
    /** A chunk was done. */
    WORKED,
    /** All targets are reached. */
    NOTHING_LEFT,
    /** Another process is at work here. */
    BUSY
  }

  private final ResolvedStudy<?> resolved;
  private final Store store;
  private final List<Place> places;
  private final ToIntFunction<String> runStage;
  private final boolean seedGiven;
  private final boolean tables;
  private final PrintWriter out;

  /**
   * @param resolved the study with the run's settings; the stages have one shard each
   * @param places the stages to do, in order
   * @param runStage runs a stage in the store; returns its exit code
   * @param seedGiven whether the seed was given beside the settings, so that it is remembered
   * @param tables whether tables of statistics are written
   * @param out told of each chunk
   */
  public ChunkedRun(
      ResolvedStudy<?> resolved,
      Store store,
      List<Place> places,
      ToIntFunction<String> runStage,
      boolean seedGiven,
      boolean tables,
      PrintWriter out) {
    this.resolved = resolved;
    this.store = store;
    this.places = List.copyOf(places);
    this.runStage = runStage;
    this.seedGiven = seedGiven;
    this.tables = tables;
    this.out = out;
  }

  /** Does one chunk of the first stage that has not reached its target. */
  public Outcome chunk(long episodes) throws IOException, InterruptedException {
    for (Place place : places) {
      if (complete(place)) continue;
      ChunkDirectory directory = new ChunkDirectory(place.checkpoints(), place.statistics());
      try {
        Files.createDirectories(place.checkpoints());
        for (Path each : place.statistics()) Files.createDirectories(each);
      } catch (IOException e) {
        throw StoreProblem.of("write", place.checkpoints(), e);
      }
      Optional<RunLock> lock = directory.tryLock();
      if (lock.isEmpty()) return Outcome.BUSY;
      try {
        if (complete(place)) continue; // by the process that has just left
        return chunk(place, directory, episodes);
      } finally {
        lock.get().close();
      }
    }
    return Outcome.NOTHING_LEFT;
  }

  /** Whether all stages have reached their targets. */
  public boolean reached() {
    return places.stream().allMatch(this::complete);
  }

  /**
   * The seed with which a directory's chunks were begun, if it was given beside the settings.
   *
   * @param checkpoints directory of chunks
   */
  public static OptionalLong givenSeed(Path checkpoints) {
    return new ChunkDirectory(checkpoints, List.of())
        .newest()
        .filter(ChunkState::seedGiven)
        .map(state -> OptionalLong.of(state.seed()))
        .orElse(OptionalLong.empty());
  }

  /** Whether there are chunks in a directory. */
  public static boolean begun(Path checkpoints) {
    return new ChunkDirectory(checkpoints, List.of()).newest().isPresent();
  }

  /** Who works on the first stage that has not reached its target, for people. */
  public String owner() {
    for (Place place : places) {
      if (complete(place)) continue;
      ChunkDirectory directory = new ChunkDirectory(place.checkpoints(), place.statistics());
      return "process %s in %s".formatted(directory.owner(), directory.directory());
    }
    return "nobody";
  }

  /** The stages that one needs, and itself. */
  private record Planned(List<PlannedStage> stages) {
    PlannedStage of(String name) {
      return stages.stream()
          .filter(each -> each.stage().name().equals(name))
          .findFirst()
          .orElseThrow();
    }

    Artifact artifact(String name) {
      return ((Verdict.Hit) of(name).verdict()).artifact();
    }
  }

  private Planned plan(String stage) {
    return new Planned(
        new Planner(store, resolved.study().name(), Set.of(), false)
            .plan(resolved.stagesUpTo(stage))
            .stages());
  }

  private boolean complete(Place place) {
    return !plan(place.stage()).of(place.stage()).stale();
  }

  private Outcome chunk(Place place, ChunkDirectory directory, long episodes)
      throws IOException, InterruptedException {
    Planned planned = plan(place.stage());
    PlannedStage stage = planned.of(place.stage());
    if (!(stage.stage() instanceof ResumableStage resumable)) {
      throw new IllegalArgumentException(place.stage() + " is not done in chunks");
    }
    for (String input : resumable.inputs()) {
      PlannedStage source = planned.of(input);
      if (source.stale() && !(source.stage() instanceof ResumableStage)) {
        run(input);
        return chunk(place, directory, episodes);
      }
      if (source.stale()) {
        throw new UsageProblem(
            "%s needs %s, which has not reached its target in %s; go on with that first"
                .formatted(place.stage(), input, store.location()));
      }
    }
    Optional<ChunkState> last = directory.newest();
    last.ifPresent(state -> requireSame(state, stage, directory));
    if (last.isEmpty() || !last.get().finished()) {
      last = Optional.of(work(resumable, planned, directory, last, episodes));
    }
    if (last.get().finished()) handIn(stage, directory, last.get());
    return Outcome.WORKED;
  }

  private static void requireSame(ChunkState state, PlannedStage stage, ChunkDirectory directory) {
    if (state.signature().equals(stage.signature().toString())) return;
    List<String> changes =
        OptionChanges.between(state.options(), Json.tree(stage.stage().options()));
    String what =
        !state.stage().equals(stage.stage().name())
            ? "stage " + state.stage()
            : changes.isEmpty() ? "what it reads has changed" : String.join(", ", changes);
    throw new UsageProblem(
        "%s holds chunks of other settings (%s); use those, or name another directory in the dictionary"
            .formatted(directory.directory(), what));
  }

  private ChunkState work(
      ResumableStage stage,
      Planned planned,
      ChunkDirectory directory,
      Optional<ChunkState> last,
      long episodes)
      throws IOException, InterruptedException {
    Path partial = directory.begin(last);
    try (ResumableWork work = stage.open(planned::artifact, 0, partial)) {
      long enough = last.map(ChunkState::enough).orElse(0L) + work.chunk(episodes);
      EndingEarly early = new EndingEarly(work, enough);
      try {
        work.carry(new TrainingRun(early, partial), () -> {}, Optional.empty());
      } catch (DamagedFileException e) {
        throw new DataProblem(
            directory
                .directory()
                .resolve("ckpt-%04d".formatted(last.map(ChunkState::chunk).orElse(0))),
            String.valueOf(e.getMessage()),
            "remove this directory to go on from the chunk before it",
            e);
      }
      ChunkState state =
          new ChunkState(
              last.map(ChunkState::chunk).orElse(0) + 1,
              stage.name(),
              planned.of(stage.name()).signature().toString(),
              Json.tree(stage.options()),
              resolved.seed(),
              seedGiven,
              enough,
              work.done(),
              work.statistics().stream().map(rows -> (long) rows.size()).toList(),
              work.trainable().progress() >= 1);
      directory.commit(partial, state, work, last, tables);
      out.println(
          "chunk %d of %s, seed %d: %,d %s%s"
              .formatted(
                  state.chunk(),
                  stage.name(),
                  state.seed(),
                  state.done(),
                  work.unit(),
                  state.finished() ? ", target reached" : ""));
      out.flush();
      return state;
    }
  }

  private void handIn(PlannedStage stage, ChunkDirectory directory, ChunkState last)
      throws IOException {
    Path checkpoints = store.pending(stage.id()).checkpoints(0);
    for (Path file : directory.files(last.chunk())) {
      AtomicFile.write(checkpoints.resolve(file.getFileName()), copy -> Files.copy(file, copy));
    }
    run(stage.stage().name());
  }

  private void run(String stage) {
    int exitCode = runStage.applyAsInt(stage);
    if (exitCode != 0) {
      throw new StoreProblem(
          "stage %s ended with %d, which it has said above; the command again goes on there"
              .formatted(stage, exitCode));
    }
  }
}
