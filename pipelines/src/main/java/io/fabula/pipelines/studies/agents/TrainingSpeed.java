package io.fabula.pipelines.studies.agents;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.StageWork.Content;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How fast a whole training was: worlds, decisions, updates and checkpoints together. It hangs on
 * the machine and what else it did, so that it stands beside an artifact's content, not in it.
 *
 * @param steps of all worlds together
 * @param seconds of wall clock, over all attempts
 * @param stepsPerSecond the one over the other
 * @param threads that the last attempt computed with
 */
public record TrainingSpeed(long steps, double seconds, double stepsPerSecond, int threads) {
  /** The file in the artifact of a training. */
  public static final String FILE = "speed.json";

  private static final int MINUTE = 60;

  /** A training's name in a report, and what it made. */
  public record Training(String title, long seed, Artifact artifact) {}

  /** Writes it as a part outside the content hash. */
  static void write(ShardWork work, long steps, double seconds) throws Exception {
    TrainingSpeed speed = new TrainingSpeed(steps, seconds, steps / seconds, work.threads());
    work.write(
        FILE,
        Part.Kind.OTHER,
        file -> {
          Files.write(file, Json.pretty(speed));
          return Content.NONE;
        });
  }

  /** That of a training; empty for one of an earlier version, which did not measure it. */
  public static Optional<TrainingSpeed> read(Artifact training) throws IOException {
    if (training.parts(FILE).isEmpty()) return Optional.empty();
    return Optional.of(Json.read(Files.readAllBytes(training.file(FILE)), TrainingSpeed.class));
  }

  /** The speeds of trainings as a table of a report; nothing where none was measured. */
  public static List<ReportBlock> table(List<Training> trainings) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (Training each : trainings) {
      TrainingSpeed speed = read(each.artifact()).orElse(null);
      if (speed == null) continue;
      rows.add(
          List.of(
              "%s, seed %d".formatted(each.title(), each.seed()),
              String.format(Locale.ROOT, "%,d", speed.steps),
              String.format(Locale.ROOT, "%.1f", speed.seconds / MINUTE),
              String.format(Locale.ROOT, "%,.0f", speed.stepsPerSecond),
              Integer.toString(speed.threads)));
    }
    if (rows.isEmpty()) return List.of();
    return List.of(
        new ReportBlock.Table(
            "Speed of whole trainings by the wall clock, with whatever else the machine did",
            List.of("agent", "steps", "minutes", "steps per second", "threads"),
            rows));
  }
}
