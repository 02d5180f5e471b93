package io.fabula.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.inspection.ArtifactInspection;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.ArtifactDirectory;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The planner finds what is complete and says why the rest has to run. */
class PlannerTest {
  private static final AtomicInteger RUNS = new AtomicInteger();

  record Options(int size, Colour colour) implements Serializable {}

  record Colour(String name) implements Serializable {}

  /** Writes one file with its options. */
  record Write(String name, int version, Options options, List<String> inputs) implements Stage {
    @Override
    public void run(ShardWork work) throws Exception {
      RUNS.incrementAndGet();
      work.writeNumbers("values.csv", List.of("size", Integer.toString(options.size())));
      work.metric("size", options.size());
    }
  }

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void openStore() {
    store = Store.at(directory.toString());
    store.prepare();
    RUNS.set(0);
  }

  private static Stage first(int version, int size, String colour) {
    return new Write("first", version, new Options(size, new Colour(colour)), List.of());
  }

  private static Stage second() {
    return new Write("second", 1, new Options(1, new Colour("red")), List.of("first"));
  }

  private Plan plan(Stage... stages) {
    return new Planner(store, "study", Set.of(), false).plan(List.of(stages));
  }

  private void execute(Plan plan) throws Exception {
    for (PlannedStage planned : plan.stale()) {
      StageJob job = job(planned);
      job.pending().begin();
      Completion.of(job, List.of(ShardExecution.of(job, 0)));
    }
  }

  private StageJob job(PlannedStage planned) {
    return new StageJob(
        planned.stage(), planned.id(), new HashMap<>(planned.inputs()), store, "run", "none", 1, 1);
  }

  private static String reason(Plan plan, int stage) {
    return plan.stages().get(stage).verdict() instanceof Verdict.Miss miss ? miss.reason() : "hit";
  }

  private Path file(Plan plan, String name) {
    PlannedStage planned = plan.stages().get(0);
    return directory.resolve("artifacts/study/first/" + planned.signature() + "/" + name);
  }

  @Test
  void whatIsCompleteIsNotRunAgain() throws Exception {
    Plan plan = plan(first(1, 2, "red"), second());
    assertThat(reason(plan, 0)).isEqualTo("no entry");
    assertThat(reason(plan, 1)).isEqualTo("no entry");
    execute(plan);
    Plan again = plan(first(1, 2, "red"), second());
    assertThat(again.stale()).isEmpty();
    assertThat(again.lines())
        .containsExactly(
            "first   " + again.stages().get(0).signature() + "  up to date",
            "second  " + again.stages().get(1).signature() + "  up to date");
  }

  @Test
  void changedOptionsAreNamed() throws Exception {
    execute(plan(first(1, 2, "red"), second()));
    Plan changed = plan(first(1, 3, "blue"), second());
    assertThat(reason(changed, 0))
        .isEqualTo(
            "options changed: colour.name \"red\" -> \"blue\"; options changed: size 2 -> 3");
    assertThat(reason(changed, 1)).isEqualTo("input changed: first");
  }

  @Test
  void aNewCodeVersionIsNamed() throws Exception {
    execute(plan(first(1, 2, "red")));
    assertThat(reason(plan(first(2, 2, "red")), 0)).isEqualTo("code version 1 -> 2");
  }

  @Test
  void missingAndCutOffFilesAreNamed() throws Exception {
    Plan plan = plan(first(1, 2, "red"));
    execute(plan);
    Files.writeString(file(plan, "values.csv"), "si");
    assertThat(reason(plan(first(1, 2, "red")), 0))
        .isEqualTo("corrupt: values.csv has 2 bytes, the manifest says 7");
    Files.delete(file(plan, "values.csv"));
    assertThat(reason(plan(first(1, 2, "red")), 0)).isEqualTo("file missing: values.csv");
    Files.writeString(file(plan, "_MANIFEST.json"), "{\"format\": 1,");
    assertThat(reason(plan(first(1, 2, "red")), 0))
        .startsWith("corrupt: _MANIFEST.json cannot be read: ");
  }

  @Test
  void anEditedFileOfTheSameSizeIsFoundByVerifying() throws Exception {
    Plan plan = plan(first(1, 2, "red"));
    execute(plan);
    Files.writeString(file(plan, "values.csv"), "size\n9\n");
    assertThat(reason(plan(first(1, 2, "red")), 0)).isEqualTo("hit");
    Plan verified = new Planner(store, "study", Set.of(), true).plan(List.of(first(1, 2, "red")));
    assertThat(reason(verified, 0))
        .isEqualTo(
            "corrupt: values.csv: its SHA-256 is not the one in the manifest, so it was cut off or"
                + " edited");
  }

  /** Writes a table and tensors. */
  record Tabulate(String name, int version, Options options, List<String> inputs) implements Stage {
    static final TableSchema SCHEMA =
        new TableSchema("numbers", 1, List.of(Column.of("number", Column.Type.INT32)));

    @Override
    public void run(ShardWork work) throws Exception {
      work.table("numbers.parquet", SCHEMA, table -> table.write(options.size()));
      work.tensors("weights.safetensors", weights(options.size()));
    }

    static TensorFile weights(float weight) {
      return new TensorFile().put("w", new Tensor.Floats(List.of(1), new float[] {weight}));
    }
  }

  @Test
  void filesThatWereReplacedTogetherWithTheirHashesAreFoundByVerifying() throws Exception {
    Stage stage = new Tabulate("first", 1, new Options(2, new Colour("red")), List.of());
    Planner verifying = new Planner(store, "study", Set.of(), true);
    Plan plan = plan(stage);
    execute(plan);
    assertThat(reason(verifying.plan(List.of(stage)), 0)).isEqualTo("hit");
    Path table = file(plan, "numbers.parquet");
    byte[] made = Files.readAllBytes(table);
    Files.delete(table);
    try (TableWriter other = new TableWriter(table, Tabulate.SCHEMA)) {
      other.write(3);
    }
    fitManifest(plan, "numbers.parquet");
    assertThat(reason(plan(stage), 0)).isEqualTo("hit");
    assertThat(reason(verifying.plan(List.of(stage)), 0))
        .isEqualTo(
            "corrupt: numbers.parquet: it says something else than the manifest, so it was edited");
    Files.write(table, made);
    fitManifest(plan, "numbers.parquet");
    Tabulate.weights(3).write(file(plan, "weights.safetensors"));
    fitManifest(plan, "weights.safetensors");
    assertThat(reason(verifying.plan(List.of(stage)), 0))
        .startsWith("corrupt: weights.safetensors: it says something else than the manifest");
    assertThatThrownBy(() -> ArtifactInspection.of(file(plan, ""), true))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("weights.safetensors: it says something else than the manifest");
    Files.writeString(table, "no table");
    fitManifest(plan, "numbers.parquet");
    assertThat(reason(verifying.plan(List.of(stage)), 0))
        .startsWith("corrupt: numbers.parquet: it cannot be read: ");
  }

  /** Writes size and SHA-256 that a file has now into the manifest, as somebody who edits would. */
  private void fitManifest(Plan plan, String name) throws IOException {
    Path file = file(plan, name);
    Manifest made = ArtifactDirectory.manifest(file(plan, ""));
    List<Part> parts = new ArrayList<>();
    for (Part part : made.parts()) {
      boolean edited = part.path().equals(name);
      parts.add(
          !edited
              ? part
              : new Part(
                  name,
                  part.kind(),
                  part.rows(),
                  Files.size(file),
                  Digests.of(file),
                  part.content()));
    }
    Manifest fitted =
        new Manifest(
            made.format(),
            made.study(),
            made.stage(),
            made.version(),
            made.signature(),
            made.options(),
            made.inputs(),
            parts,
            made.contentHash(),
            made.metrics(),
            made.seed(),
            made.start(),
            made.workSeconds(),
            made.runner(),
            made.versions(),
            "");
    Files.write(file(plan, Manifest.FILE), Json.pretty(fitted.sealed()));
  }

  @Test
  void forcedAndBegunStagesAreNamed() throws Exception {
    Plan plan = plan(first(1, 2, "red"), second());
    execute(plan);
    Plan forced =
        new Planner(store, "study", Set.of("first"), false)
            .plan(List.of(first(1, 2, "red"), second()));
    assertThat(reason(forced, 0)).isEqualTo("forced");
    assertThat(reason(forced, 1)).isEqualTo("hit");
    store.pending(plan(first(1, 5, "red")).stages().get(0).id()).begin();
    assertThat(reason(plan(first(1, 5, "red")), 0)).isEqualTo("begun but not complete");
  }

  @Test
  void anInputThatSaysSomethingElseNowIsNoticed() throws Exception {
    Plan plan = plan(first(1, 2, "red"), second());
    execute(plan);
    ArtifactId id = plan.stages().get(0).id();
    Manifest made = store.manifests("study", "first").get(0);
    store.discard(id);
    StageJob job = job(plan.stages().get(0));
    ShardResult other = ShardExecution.of(job, 0);
    Part part = other.parts().get(0);
    Part says = new Part(part.path(), part.kind(), 1, part.bytes(), part.sha256(), "other");
    Completion.of(job, List.of(new ShardResult(0, List.of(says), Map.of(), other.summary(), 0, 0)));
    assertThat(store.manifests("study", "first").get(0).contentHash())
        .isNotEqualTo(made.contentHash());
    assertThat(reason(plan(first(1, 2, "red"), second()), 1))
        .isEqualTo("input changed: content of first");
  }

  @Test
  void aShardThatWasFinishedIsNotDoneAgain() throws Exception {
    PlannedStage planned = plan(first(1, 2, "red")).stages().get(0);
    StageJob job =
        new StageJob(planned.stage(), planned.id(), Map.of(), store, "run", "none", 1, 1);
    ShardResult once = ShardExecution.of(job, 0);
    ShardResult twice = ShardExecution.of(job, 0);
    assertThat(RUNS).hasValue(1);
    assertThat(twice).isEqualTo(once);
    Files.delete(file(plan(first(1, 2, "red")), "values.csv"));
    ShardExecution.of(job, 0);
    assertThat(RUNS).hasValue(2);
  }

  @Test
  void aReplacementThatFailsLeavesWhatWasComplete() throws Exception {
    Plan plan = plan(first(1, 2, "red"));
    execute(plan);
    ArtifactId id = plan.stages().get(0).id();
    store.setAside(id);
    assertThat(store.lookup(id)).isInstanceOf(Lookup.Absent.class);
    store.pending(id).begin();
    store.prepare();
    assertThat(reason(plan(first(1, 2, "red")), 0)).isEqualTo("hit");
  }

  @Test
  void whatAnotherProcessMakesIsWaitedForAndTaken() throws Exception {
    Plan plan = plan(first(1, 2, "red"), second());
    execute(plan);
    PlannedStage shared = plan.stages().get(0);
    Path made = file(plan, "");
    Path elsewhere = directory.resolve("elsewhere");
    Files.move(made, elsewhere);
    List<String> told = new ArrayList<>();
    try (RunLock other = store.tryLock(shared.id()).orElseThrow();
        StageLocks locks =
            StageLocks.acquire(
                store,
                () -> plan(first(1, 2, "red"), second()),
                what -> {
                  told.add(what);
                  move(elsewhere, made); // complete, and its maker goes on with other stages
                })) {
      assertThat(locks.plan().stale()).isEmpty();
      assertThat(store.tryLock(shared.id())).as("still the other's").isEmpty();
      assertThat(other).isNotNull();
      assertThat(told)
          .containsExactly(
              "stage %s is being worked on by %s".formatted(shared.id(), store.owner(shared.id())));
    }
    assertThat(store.tryLock(shared.id())).isPresent();
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatWasMadeAfterItWasPlannedIsNotMadeAgain() throws Exception {
    Plan early = plan(first(1, 2, "red"));
    assertThat(early.stale()).hasSize(1);
    execute(early);
    try (StageLocks locks =
        StageLocks.acquire(store, () -> plan(first(1, 2, "red")), Waiting.never())) {
      assertThat(locks.plan().stale()).isEmpty();
    }
  }

  @Test
  void stagesOfTwoStudiesThatAreAlikeDoNotMeet() throws Exception {
    execute(plan(first(1, 2, "red")));
    Plan other = new Planner(store, "other", Set.of(), false).plan(List.of(first(1, 2, "red")));
    assertThat(reason(other, 0)).isEqualTo("no entry");
    assertThat(other.stages().get(0).signature())
        .isNotEqualTo(plan(first(1, 2, "red")).stages().get(0).signature());
    execute(other);
    assertThat(store.manifests("study", "first")).hasSize(1);
    assertThat(store.manifests("other", "first")).hasSize(1);
    assertThat(RUNS).hasValue(2);
  }

  @Test
  void stagesOfDifferentMachinesAreInDifferentPipelines() {
    record Needs(String name, Resource resource, List<String> inputs) implements Stage {
      @Override
      public int version() {
        return 1;
      }

      @Override
      public Record options() {
        return new Options(1, new Colour("red"));
      }

      @Override
      public void run(ShardWork work) {}
    }
    Plan plan =
        plan(
            new Needs("record", Resource.CPU, List.of()),
            new Needs("train", Resource.GPU, List.of("record")),
            new Needs("count", Resource.CPU, List.of("record")),
            new Needs("judge", Resource.CPU, List.of("train", "count")));
    assertThat(PipelineParts.byResource(plan.stale()))
        .extracting(part -> part.stream().map(each -> each.stage().name()).toList())
        .containsExactly(List.of("record", "count"), List.of("train"), List.of("judge"));
  }

  @Test
  void contentHashesDoNotDependOnPictures() throws IOException {
    Part table = new Part("a.parquet", Part.Kind.TABLE, 1, 10, "x", "abc");
    Part picture = new Part("b.png", Part.Kind.OTHER, 0, 10, "y", "");
    Part other = new Part("b.png", Part.Kind.OTHER, 0, 11, "z", "");
    String hash = Manifest.contentHash(List.of(table, picture));
    assertThat(Manifest.contentHash(List.of(other, table))).isEqualTo(hash);
    Part changed = new Part("a.parquet", Part.Kind.TABLE, 1, 10, "x", "abd");
    assertThat(Manifest.contentHash(List.of(changed, picture))).isNotEqualTo(hash);
  }

  @Test
  void shardsThatRunSideBySideShareTheProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(threads(1, 8)).as("one shard alone").isEqualTo(processors);
    assertThat(threads(10, 1)).as("one after the other").isEqualTo(processors);
    assertThat(threads(10, 10)).as("ten side by side").isEqualTo(Math.max(1, processors / 10));
    assertThat(threads(1000, 1000)).isEqualTo(1);
  }

  private int threads(int shards, int slots) {
    record Shards(int shards) implements Serializable {}
    record Many(Shards options) implements Stage {
      @Override
      public String name() {
        return "many";
      }

      @Override
      public int version() {
        return 1;
      }

      @Override
      public List<String> inputs() {
        return List.of();
      }

      @Override
      public int shards(Inputs inputs) {
        return options.shards();
      }

      @Override
      public void run(ShardWork work) {}
    }
    PlannedStage planned = plan(new Many(new Shards(shards))).stages().get(0);
    return new StageJob(planned.stage(), planned.id(), Map.of(), store, "run", "none", 1, slots)
        .threadsPerShard(1);
  }
}
