package io.fabula.pipelines.studies.agilegrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.ppo.PpoTrainer;
import io.fabula.model.training.TrainingRun;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.agilegrid.settings.AgileGridSettings;
import io.fabula.pipelines.studies.agilegrid.stages.GridAgent;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that find a checkpoint in their directory which is not theirs. */
class AgileCheckpointTest {
  private static final String STAGE = "train-utility-31";

  @TempDir Path directory;

  private Console run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--profile=tiny";
    all[arguments.length + 1] = "--store=" + directory;
    return Console.run(Studies.builtIn(), all);
  }

  private static GridAgent agent(String setting) {
    AgileGridSettings settings =
        ResolvedStudy.of(
                new AgileGridStudy(), "tiny", Optional.empty(), List.of("agent=utility", setting))
            .settings();
    return GridAgent.of(settings).get(0);
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefusedInOneLineAndForceDiscardsIt() throws IOException {
    Matcher planned =
        Pattern.compile(STAGE + " +(\\S+)")
            .matcher(run("plan", "agile-grid", "agent=utility").out());
    assertThat(planned.find()).isTrue();
    Path checkpoints =
        directory
            .resolve("artifacts/agile-grid")
            .resolve(STAGE)
            .resolve(planned.group(1))
            .resolve("_checkpoint/00000");
    Files.createDirectories(checkpoints);
    try (PpoTrainer other = agent("network.hidden_size=16").trainer(1)) {
      other.advance();
      other.checkpoint().writeSealed(checkpoints.resolve(TrainingRun.CHECKPOINT));
    }
    Console refused = run("stage", "agile-grid", STAGE, "agent=utility");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("checkpoint.safetensors", "expected F32[8, 98], got F32[16, 98]", "--force")
        .doesNotContain("Exception", "\tat ");
    Console forced = run("stage", "agile-grid", STAGE, "agent=utility", "--force=" + STAGE);
    assertThat(forced.exitCode()).as(forced.err()).isZero();
  }
}
