package io.fabula.pipelines.exports;

import io.fabula.envs.Environment;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.model.agents.EpisodeRecorder;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.agents.Policy;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.pipelines.datasets.StepRows;
import io.fabula.pipelines.datasets.StepSchema;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Three episodes of a world by random play as an artifact in a directory. */
final class RecordedWorld {
  static final int EPISODES = 3;
  private static final int STEPS = 8;

  private RecordedWorld() {}

  /** Records into {@code directory}, and hands over what was recorded. */
  static List<RecordedEpisode> record(String world, Path directory) throws IOException {
    Environment any = Worlds.named(world).orElseThrow().make();
    Policy policy = PlayerPolicy.random();
    StepSchema schema = StepSchema.of(any.spec(), StepRows.columns(policy));
    Files.createDirectories(directory.resolve("steps"));
    Files.createDirectories(directory.resolve("episodes"));
    List<RecordedEpisode> episodes = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    String steps = "steps/part-00000-of-00001.parquet";
    try (TableWriter table = new TableWriter(directory.resolve(steps), schema.steps());
        EpisodeRecorder recorder =
            new EpisodeRecorder(
                policy,
                () -> Worlds.named(world).orElseThrow().make(),
                2,
                EpisodeRecorder.Options.all().withMaximumSteps(STEPS),
                5)) {
      StepRows rows = new StepRows(schema, table, 0);
      recorder.record(
          0,
          EPISODES,
          episode -> {
            rows.add(episode);
            episodes.add(episode);
          });
      rows.finish();
    }
    parts.add(part(directory, steps));
    episodes.sort(Comparator.comparing(RecordedEpisode::id));
    String table = "episodes/part-00000-of-00001.parquet";
    try (TableWriter writer =
        new TableWriter(directory.resolve(table), schema.episodes(List.of()))) {
      long first = 0;
      for (RecordedEpisode each : episodes) {
        writer.write(
            (int) each.id(),
            each.steps().size(),
            first,
            each.levelSeed(),
            each.success(),
            each.truncated(),
            each.returnRaw(),
            "none",
            5L);
        first += each.steps().size() + 1;
      }
    }
    parts.add(part(directory, table));
    Files.write(directory.resolve(Manifest.FILE), Json.pretty(manifest(parts)));
    return episodes;
  }

  private static Part part(Path directory, String path) throws IOException {
    Path file = directory.resolve(path);
    return new Part(path, Part.Kind.TABLE, 1, Files.size(file), Digests.of(file), "");
  }

  private static Manifest manifest(List<Part> parts) {
    return new Manifest(
            Manifest.FORMAT,
            "test",
            "record-test",
            1,
            Signature.of("test", "record-test", 1, Map.of(), Map.of()),
            Json.tree(Map.of()),
            Map.of(),
            parts,
            Manifest.contentHash(parts),
            Map.of(),
            5,
            "2026-01-01T00:00:00Z",
            0,
            "none",
            Map.of(),
            "")
        .sealed();
  }
}
