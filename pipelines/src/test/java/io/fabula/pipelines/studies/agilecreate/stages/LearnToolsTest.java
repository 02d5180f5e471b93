package io.fabula.pipelines.studies.agilecreate.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.create.ToolCatalogue;
import io.fabula.envs.create.ToolSplit;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.TrainingRun;
import io.fabula.model.trajectories.Trajectories;
import io.fabula.model.trajectories.TrajectoryVaeTrainer;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.agilecreate.AgileCreateStudy;
import io.fabula.pipelines.studies.agilecreate.settings.AgileCreateSettings;
import io.fabula.pipelines.studies.agilecreate.settings.RepresentationSettings;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnToolsTest {
  private static final String LEARNED = "representation.kind=learned";

  @TempDir Path directory;

  private Console learn(String... more) {
    String[] all = new String[6 + more.length];
    List<String> first =
        List.of(
            "stage",
            "agile-create",
            AgileCreateStages.LEARN_TOOLS,
            "--profile=tiny",
            LEARNED,
            "--store=" + directory);
    first.toArray(all);
    System.arraycopy(more, 0, all, first.size(), more.length);
    return Console.run(Studies.builtIn(), all);
  }

  private Manifest manifest(String stage) {
    return Store.at(directory.toString()).manifests("agile-create", stage).get(0);
  }

  private TrajectoryVaeTrainer trainer(long seed) throws IOException {
    AgileCreateSettings study =
        ResolvedStudy.of(new AgileCreateStudy(), "tiny", Optional.empty(), List.of(LEARNED))
            .settings();
    RepresentationSettings settings = study.representation();
    Lookup found =
        Store.at(directory.toString()).lookup(manifest(AgileCreateStages.RECORD_TOOL_PLAY).id());
    Trajectories all =
        RecordToolPlay.read(((Lookup.Found) found).artifact(), settings.playTrajectories());
    return new TrajectoryVaeTrainer(
        all.of(ToolSplit.TRAIN.ids(ToolCatalogue.published())),
        settings.options(),
        Seeds.of(seed, "learn tools"));
  }

  private void leaveCheckpoint(Manifest of, long seed, int steps) throws IOException {
    Path checkpoints =
        directory
            .resolve("artifacts/agile-create")
            .resolve(of.stage())
            .resolve(of.signature().hex())
            .resolve("_checkpoint/00000");
    Files.createDirectories(checkpoints);
    try (TrajectoryVaeTrainer trainer = trainer(seed)) {
      for (int i = 0; i < steps; i++) trainer.advance();
      trainer.checkpoint().writeSealed(checkpoints.resolve(TrainingRun.CHECKPOINT));
    }
  }

  private void discard(Manifest manifest) throws IOException {
    Path artifact =
        directory
            .resolve("artifacts/agile-create")
            .resolve(manifest.stage())
            .resolve(manifest.signature().hex());
    try (var files = Files.walk(artifact)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void goesOnFromItsCheckpointToTheSameBitsAndRefusesThatOfAnother() throws IOException {
    Console whole = learn();
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    Manifest before = manifest(AgileCreateStages.LEARN_TOOLS);
    discard(before);
    leaveCheckpoint(before, 32, 1);
    Console refused = learn();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("trainer.seed").doesNotContain("Exception", "\tat ");
    leaveCheckpoint(before, 31, 5);
    Console resumed = learn();
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(manifest(AgileCreateStages.LEARN_TOOLS).contentHash())
        .isEqualTo(before.contentHash());
  }
}
