package io.fabula.pipelines.studies.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.video.FirstFrame;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.model.windows.RecordedEpisodes;
import io.fabula.pipelines.analyses.AnalysisNames;
import io.fabula.pipelines.analyses.saliency.SaliencyTable;
import io.fabula.pipelines.datasets.EpisodeInfo;
import io.fabula.pipelines.datasets.PooledRecording;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.WrittenPanels;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.stories.GradientEffects;
import io.fabula.pipelines.stories.StoryGradients;
import io.fabula.pipelines.stories.StoryTables;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.TrainingTables;
import io.fabula.pipelines.studies.VersionGuard;
import io.fabula.pipelines.studies.interpret.stages.ReferenceAgent;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import io.fabula.pipelines.studies.interpret.stages.TrainAgent;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.OtherReaders;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain at profile tiny: same content on both runners, and nothing is done twice. */
class InterpretChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/interpret/tiny-content.properties");

  @TempDir static Path directory;
  private static Path direct;
  private static Console first;

  @BeforeAll
  static void runTheChain() {
    direct = directory.resolve("direct store");
    first = run(direct);
    assertThat(first.err()).doesNotContain("fabula:");
    assertThat(first.exitCode()).isZero();
  }

  private static Console run(Path store, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "interpret", "--profile=tiny", "--store=" + store));
    arguments.addAll(List.of(more));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static Map<String, Manifest> manifests(Path place) {
    Store store = Store.at(place.toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : store.stages("interpret")) {
      manifests.put(stage, store.manifests("interpret", stage).get(0));
    }
    return manifests;
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(direct.toString());
    Manifest manifest = store.manifests("interpret", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  @Test
  void embeddedFlinkGivesEqualContentHashes() {
    Path flink = directory.resolve("flink store");
    Console console =
        run(flink, "--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=2");
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    Map<String, Manifest> expected = manifests(direct);
    Map<String, Manifest> actual = manifests(flink);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    assertThat(expected.keySet()).contains(StageNames.TRAIN_AGENT, StageNames.CAUSAL_STORIES);
    expected.forEach(
        (stage, manifest) -> {
          assertThat(actual.get(stage).contentHash()).as(stage).isEqualTo(manifest.contentHash());
          assertThat(actual.get(stage).metrics()).as(stage).isEqualTo(manifest.metrics());
        });
  }

  /** A simulated rollout alone does not say what a behaviour looks like in the world. */
  @Test
  void clipsShowWhatWasRecordedBesideWhatIsSimulated() throws IOException {
    for (String stage :
        List.of(StageNames.RECORD_SIMULATED_ROLLOUTS, StageNames.CLUSTER_BEHAVIOURS)) {
      Artifact artifact = artifact(stage);
      List<Part> clips =
          artifact.parts("clips/").stream().filter(each -> each.path().endsWith(".mp4")).toList();
      assertThat(clips).as(stage).isNotEmpty();
      for (Part each : clips) {
        assertThat(FirstFrame.of(artifact.file(each.path())).getWidth())
            .as(each.path())
            .isGreaterThanOrEqualTo(2 * 256);
        String caption = Files.readString(artifact.file(each.path().replace(".mp4", ".json")));
        assertThat(caption).containsPattern("egins at step [0-9]+ of recorded episode [0-9]+\\.");
      }
    }
  }

  @Test
  void someEpisodesAreReadWithoutTheOthers() {
    RolloutReader reader =
        new RolloutReader(artifact(StageNames.RECORD_ROLLOUTS), "observation", "action");
    Map<Integer, List<Row>> all = new TreeMap<>();
    reader.read(Integer.MAX_VALUE, (episode, rows) -> all.put(episode.episode(), rows));
    int last = all.size() - 1;
    Map<Integer, List<Row>> some = new TreeMap<>();
    reader.read(Set.of(1, last), (episode, rows) -> some.put(episode.episode(), rows));
    assertThat(some).containsOnlyKeys(1, last);
    some.forEach(
        (episode, rows) -> {
          assertThat(rows).hasSameSizeAs(all.get(episode));
          for (int t = 0; t < rows.size(); t++) {
            assertThat(rows.get(t).bytes("observation"))
                .isEqualTo(all.get(episode).get(t).bytes("observation"));
          }
        });
    assertThatThrownBy(() -> reader.read(Set.of(0, last + 1), (episode, rows) -> {}))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("it has no episodes [" + (last + 1) + "]");
  }

  @Test
  void aSecondRunDoesNothing() {
    Console second = run(direct);
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).doesNotContain("run: ");
    assertThat(Path.of(second.line("report "))).exists();
  }

  @Test
  void behavioursAreFoundOnATsneMap() throws IOException {
    Path store = directory.resolve("tsne store");
    try (Stream<Path> files = Files.walk(direct)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) copy(file, store);
    }
    Console console =
        Console.run(
            Studies.builtIn(),
            "stage",
            "interpret",
            StageNames.CLUSTER_BEHAVIOURS,
            "--profile=tiny",
            "--store=" + store,
            "behaviours.embedding=tsne");
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    List<Manifest> made =
        Store.at(store.toString()).manifests("interpret", StageNames.CLUSTER_BEHAVIOURS);
    assertThat(made).hasSize(2);
    assertThat(made.get(0).contentHash()).isNotEqualTo(made.get(1).contentHash());
    assertThat(manifests(store).keySet()).isEqualTo(manifests(direct).keySet());
  }

  @Test
  void theReferenceAgentIsTakenWithoutTraining() throws IOException {
    Path store = directory.resolve("reference store");
    Console console =
        Console.run(
            Studies.builtIn(),
            "stage",
            "interpret",
            StageNames.TRAIN_AGENT,
            "--profile=tiny",
            "--store=" + store,
            "agent.from=reference");
    assertThat(console.exitCode()).isZero();
    Manifest manifest = manifests(store).get(StageNames.TRAIN_AGENT);
    assertThat(manifest.options().toString()).contains(ReferenceAgent.digest());
    Artifact made = ((Lookup.Found) Store.at(store.toString()).verify(manifest.id())).artifact();
    assertThat(made.parts(TrainingTables.PART)).isEmpty();
    try (ImpalaNetwork agent = TrainAgent.load(made);
        ImpalaNetwork given = ImpalaNetwork.load(ReferenceAgent.read(directory))) {
      assertThat(agent.architecture()).isEqualTo(given.architecture());
      assertThat(agent.save().names()).isEqualTo(given.save().names());
    }
  }

  @Test
  void rolloutsAreWholeEpisodesWithTheirColumns() throws IOException {
    Artifact rollouts = artifact(StageNames.RECORD_ROLLOUTS);
    RolloutReader reader =
        new RolloutReader(
            rollouts,
            "level_seed",
            "is_first",
            "is_terminal",
            "observation",
            "action",
            "reward",
            "reward_scaled",
            "value",
            "log_prob",
            "hx_in",
            "hx_out");
    assertThat(reader.spaces().world()).isEqualTo("coinrun");
    assertThat(reader.spaces().action().names()).hasSize(15);
    assertThat(reader.steps().column("observation").shape()).containsExactly(64, 64, 3);
    List<EpisodeInfo> episodes = new ArrayList<>();
    long[] globalStep = {0};
    reader.read(
        Integer.MAX_VALUE,
        (episode, rows) -> {
          episodes.add(episode);
          float[] hidden = new float[32];
          double sum = 0;
          for (Row row : rows.subList(0, episode.length())) {
            assertThat(row.longInteger("global_step")).isEqualTo(globalStep[0]++);
            assertThat(row.longInteger("level_seed")).isEqualTo(episode.levelSeed());
            assertThat(row.floats("hx_in")).isEqualTo(hidden);
            assertThat(row.flag("is_first")).isEqualTo(row.integer("t") == 0);
            assertThat(row.flag("is_terminal")).isFalse();
            assertThat(row.integer("action")).isBetween(0, 14);
            hidden = row.floats("hx_out");
            sum += row.number("reward");
          }
          Row last = rows.get(episode.length());
          globalStep[0]++;
          assertThat(episode.returnRaw()).isEqualTo(sum);
          assertThat(last.flag("is_terminal")).isEqualTo(!episode.truncated());
          assertThat(last.floats("hx_in")).isEqualTo(hidden);
          for (String each :
              List.of("action", "reward", "reward_scaled", "value", "log_prob", "hx_out")) {
            assertThat(last.has(each)).as(each).isFalse();
          }
          int shown = 0;
          for (byte each : last.bytes("observation")) if (each != 0) shown++;
          assertThat(shown).as("the final observation is no black frame").isGreaterThan(1000);
        });
    assertThat(episodes).hasSize(12);
    assertThat(episodes).extracting(EpisodeInfo::episode).isSorted();
    assertThat((double) globalStep[0] - episodes.size())
        .isEqualTo(rollouts.manifest().metrics().get("steps"));
  }

  @Test
  void aRecordingIsReadOnceAndItsDamageIsNoticedAllTheSame() throws IOException {
    Artifact original = artifact(StageNames.RECORD_ROLLOUTS);
    Path store = directory.resolve("copied store");
    for (Part part : original.manifest().parts()) copy(original.file(part.path()), store);
    Path steps = copy(original.files("steps/").get(0), store);
    copy(original.files("steps/").get(0).getParent().resolveSibling(Manifest.FILE), store);
    Lookup lookup = Store.at(store.toString()).verify(original.manifest().id());
    Artifact copy = ((Lookup.Found) lookup).artifact();
    RecordedEpisodes read = PooledRecording.read(copy, 4, scratch("pooled"));
    assertThat(PooledRecording.read(copy, 4, scratch("again"))).isSameAs(read);
    assertThat(read.size()).isEqualTo(12);
    assertThat(PooledRecording.read(copy, 2, scratch("less pooled")).frameSide()).isEqualTo(32);

    byte[] whole = Files.readAllBytes(steps);
    Files.write(steps, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> PooledRecording.read(copy, 4, scratch("damaged")))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("cut off or edited");
  }

  private static Supplier<Path> scratch(String name) {
    return () -> directory.resolve(name);
  }

  private static Path copy(Path file, Path store) throws IOException {
    Path target = store.resolve(direct.relativize(file));
    Files.createDirectories(target.getParent());
    return Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void everyTableSaysWhatItHoldsAndIsReadByOthers() throws IOException {
    List<Path> tables;
    try (Stream<Path> files = Files.walk(direct.resolve("artifacts"))) {
      tables = files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
    assertThat(tables).hasSizeGreaterThan(20);
    for (Path table : tables) {
      TableReader.Header header = TableReader.header(table);
      Schema schema = new Schema.Parser().parse(header.metadata().get("parquet.avro.schema"));
      assertThat(schema.getDoc()).as("%s", table).isNotEmpty();
      assertThat(schema.getFields())
          .as("%s", table)
          .allMatch(field -> field.name().matches("[a-z][a-z0-9_]*") && !field.doc().isEmpty());
      List<GenericRecord> records = OtherReaders.avro(table);
      assertThat(records).as("%s", table).hasSize((int) header.rows());
      assertThat(records)
          .as("%s", table)
          .noneMatch(
              record ->
                  schema.getFields().stream()
                      .map(field -> record.get(field.pos()))
                      .anyMatch(
                          value -> value instanceof Number n && Double.isNaN(n.doubleValue())));
    }
    assertThat(OtherReaders.beam(tables))
        .isEqualTo(tables.stream().map(each -> TableReader.header(each).rows()).toList());
  }

  @Test
  void saliencyOfAComponentAtItsOwnStepIsTheComponentAndNothingLaterMatters() {
    for (boolean path : new boolean[] {true, false}) {
      List<SaliencyTable.SampleJacobian> jacobians =
          SaliencyTable.jacobians(artifact(AnalysisNames.SALIENCY), path);
      assertThat(jacobians).hasSize(4);
      for (SaliencyTable.SampleJacobian each : jacobians) {
        assertThat(each.steps()).hasSize(each.target() + 1);
        double[] own = each.steps().get(each.target()).values();
        for (int i = 0; i < own.length; i++) {
          assertThat(own[i]).as("entry %d", i).isCloseTo(i % 5 == 0 ? 1 : 0, within(1e-4));
        }
      }
    }
  }

  /** What the world does with an action cannot matter for the frame that the action comes after. */
  @Test
  void cuttingTheWorldChangesEarlierGradientsAndLeavesThoseOfTheTargetsFrame() throws IOException {
    Path file = artifact(AnalysisNames.SALIENCY).files("saliency/").get(0);
    Map<String, float[]> states = new TreeMap<>();
    for (GenericRecord row : OtherReaders.avro(file)) {
      if (!row.get("target").toString().equals("action") || (int) row.get("sample_id") != 0) {
        continue;
      }
      String name = row.get("env_grads") + " " + row.get("t");
      List<?> values = (List<?>) row.get("grad_h");
      float[] gradient = new float[values.size()];
      for (int i = 0; i < gradient.length; i++) gradient[i] = (float) values.get(i);
      states.put(name, gradient);
    }
    assertThat(states.get("true 4")).isEqualTo(states.get("false 4"));
    assertThat(states.get("true 0")).isNotEqualTo(states.get("false 0"));
    assertThat(states.get("true 5")).containsOnly(0f);
  }

  @Test
  void swapsAreTriedInBothOrdersInBothWorlds() throws IOException {
    for (String stage : List.of(AnalysisNames.SWAP_IN_GAME, AnalysisNames.SWAP_IN_SIMULATOR)) {
      List<GenericRecord> rows =
          OtherReaders.avro(artifact(stage).file("intervention_eval.parquet"));
      assertThat(rows)
          .extracting(row -> row.get("variant").toString())
          .contains("IC0 to IC2, IC1 to None", "IC2 to IC0")
          .anyMatch(name -> name.endsWith("(pushes actions most)"))
          .anyMatch(name -> name.endsWith("(pushes actions least)"));
      assertThat(rows)
          .allMatch(row -> (double) row.get("low") <= (double) row.get("difference"))
          .allMatch(row -> (double) row.get("high") >= (double) row.get("difference"));
    }
    List<GenericRecord> real =
        OtherReaders.avro(artifact(AnalysisNames.SWAP_IN_GAME).file("intervention_eval.parquet"));
    assertThat(real)
        .extracting(row -> row.get("measure").toString())
        .contains("return", "ends: saw", "ends: cut-off", "lands on: crate", "lands on: plank");
    assertThat(
            real.stream()
                .filter(row -> row.get("variant").toString().equals("IC2 to IC0"))
                .filter(row -> row.get("measure").toString().startsWith("ends: "))
                .mapToDouble(row -> (double) row.get("swapped"))
                .sum())
        .as("every episode ends once")
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void samplesAreChosenAsInThePublishedProgram() throws IOException {
    Path store = directory.resolve("asked store");
    try (Stream<Path> files = Files.walk(direct)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) copy(file, store);
    }
    Console console =
        Console.run(
            Studies.builtIn(),
            "stage",
            "interpret",
            "saliency_experiments",
            "--profile=tiny",
            "--store=" + store,
            "--func_type",
            "value",
            "leftwards",
            "--sample_ids",
            "33",
            "39",
            "41",
            "--combine_samples_not_iterate");
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    Manifest made =
        Store.at(store.toString()).manifests("interpret", AnalysisNames.SALIENCY).get(0);
    assertThat(made.options().toString()).contains("[\"33\",\"39\",\"41\"]");
    Artifact artifact = ((Lookup.Found) Store.at(store.toString()).verify(made.id())).artifact();
    assertThat(OtherReaders.avro(artifact.files("saliency/").get(0)))
        .hasSize(2 * 2 * 8)
        .allMatch(row -> row.get("variant").toString().equals("mean of 33, 39, 41"))
        .extracting(row -> row.get("target").toString())
        .containsOnly("value", "leftwards");
  }

  @Test
  void theTrainingLogHasTheColumnsOfTheOriginal() {
    Artifact agent = artifact(StageNames.TRAIN_AGENT);
    TableReader.Header header = TableReader.header(agent.file(TrainingTables.PART));
    assertThat(header.columns().keySet())
        .startsWith("run_id", "seed", "timesteps", "wall_time", "num_episodes")
        .hasSize(22);
    assertThat(header.rows()).isEqualTo(4);
  }

  @Test
  void theAgentsFileIsReadable() throws IOException {
    TensorFile file = TensorFile.read(artifact(StageNames.TRAIN_AGENT).file(TrainAgent.AGENT));
    assertThat(file.names()).contains("fc_policy.weight", "gru.gru.weight_hh_l0");
  }

  @Test
  void nothingIsShownOfAnAgentThatLearnedNothing() throws IOException {
    List<StoryTables.Story> stories = StoryTables.stories(artifact(StageNames.CAUSAL_STORIES));
    assertThat(stories)
        .extracting(StoryTables.Story::feature)
        .containsExactly("saw", "pit", "saw-behind");
    assertThat(stories)
        .noneMatch(StoryTables.Story::shown)
        .allMatch(
            each ->
                each.verdict()
                    .equals("not shown: the agent is not shown to be better than random play"));
    assertThat(StoryTables.causes(artifact(StageNames.CAUSAL_STORIES)))
        .filteredOn(each -> each.feature().equals("saw") && each.own())
        .extracting(StoryTables.Cause::cause)
        .containsExactly("saw");
    assertThat(artifact(StageNames.EDIT_WORLDS).manifest().rows())
        .as("states of two untrained agents and the studied one")
        .isPositive()
        .matches(rows -> rows % 3 == 0);
    assertThat(Files.readString(Path.of(first.line("report "))))
        .contains("How a story is judged", "What is not shown, and why", "2 untrained agents");
  }

  /** That gradients foretell pushes says nothing of learning, so they do here as well. */
  @Test
  void theSimulatorsGradientsAreHeldAgainstRealPushesFromTheSameBeginnings() {
    List<GradientEffects.Effect> effects =
        GradientEffects.read(artifact(StageNames.COMPARE_GRADIENTS));
    assertThat(effects)
        .extracting(GradientEffects.Effect::direction)
        .contains("IC0", "IC1", "IC2", "IC3");
    assertThat(effects).extracting(GradientEffects.Effect::lag).contains(1, 2, 4, 7);
    assertThat(effects)
        .filteredOn(each -> each.lag() == 1)
        .allMatch(each -> each.gradient().length == 4 && each.push().length == 4)
        .anyMatch(each -> Math.abs(each.actionPush()[0]) > 0 && each.valueGradient() != 0);

    List<StoryGradients.Row> rows = StoryGradients.read(artifact(StageNames.CAUSAL_STORIES));
    assertThat(rows).extracting(StoryGradients.Row::path).containsOnly(StoryGradients.ALL);
    assertThat(rows).extracting(each -> each.agreement().lag()).containsExactly(1, 2, 4, 7);
    assertThat(rows.get(0).agreement().samples()).isBetween(10, 32);
    assertThat(rows.get(0).agreement().correlation()).isGreaterThan(0.9);
  }

  /**
   * When this fails because results are meant to change, raise the version of the stages named and
   * record the new hashes: run this test with {@code -Dfabula.record=true}. The tests run with
   * kernels that every processor with AVX2 has, so that the hashes hold on all of them.
   */
  @Test
  void resultsChangeOnlyWithTheVersionOfTheirStage() {
    new VersionGuard(RECORDED).check(manifests(direct));
  }

  @Test
  void thePanelStepsThroughSimulatedRolloutsBesideRecordedOnes() throws IOException {
    String sample = WrittenPanels.write(direct, "interpret", directory.resolve("panel"));
    assertThat(sample)
        .contains("\"name\":\"simulated\"", "\"name\":\"recorded\"", "of recorded episode");
    assertThat(Files.readString(directory.resolve("panel/data/index.js")))
        .contains("hx_direction_0_ica", "Seeing saw", "\"id\":\"behaviour-");
    assertThat(Files.readString(directory.resolve("panel/data/map-0-0.js")))
        .contains("data:image/png");
  }

  /** The recorded episode plays again bit for bit, so that a twin differs by its change alone. */
  @Test
  void thePanelPlaysTwinsOfRecordedMoments() throws IOException {
    Store store = Store.at(direct.toString());
    RecordedRun run =
        RecordedRun.named(store, Studies.builtIn(), WrittenPanels.run(direct, "interpret"));
    try (PanelView view = new InterpretStudy().panel(run.open(new InterpretStudy(), store))) {
      LiveWorld live = view.live().orElseThrow();
      LiveWorld.Comparison same =
          live.compare(new LiveWorld.Intervention(0, 1, "push", 0, 0, true, "", 5));
      assertThat(same.twin()).isEqualTo(same.original());
      LiveWorld.Comparison pushed =
          live.compare(new LiveWorld.Intervention(0, 1, "push", 0, 2, false, "", 5));
      assertThat(pushed.original()).isEqualTo(same.original());
      // float32 states of tenths, derivatives of some hundreds
      assertThat(pushed.twin().components().get(0).get(0))
          .isCloseTo(same.original().components().get(0).get(0) + 2, within(1e-3));
      assertThat(live.edits().stream().map(LiveWorld.Choice::name))
          .contains("remove-saw", "move-coin", "remove-all-coin");
      LiveWorld.Comparison edited =
          live.compare(new LiveWorld.Intervention(0, 1, "edit", 0, 0, false, "remove-all-coin", 5));
      assertThat(edited.words()).contains("every one removed");
    }
  }
}
