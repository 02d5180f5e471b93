package io.fabula.pipelines.stories;

import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.model.twins.TwinEpisode;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of levels that were played by twins. */
final class BlindLevels {
  private static final String DIRECTORY = "blind_levels";

  static final TableSchema SCHEMA =
      new TableSchema(
          "blind_levels",
          1,
          "A level, played by a twin that does not see a feature in one way.",
          List.of(
              Column.of("feature", Column.Type.STRING).doc("what twins may not see"),
              Column.of("level", Column.Type.INT64).doc("seed of the level"),
              Column.of("twin", Column.Type.STRING)
                  .doc("in which way it is not seen; seeing and blind are all and nothing"),
              Column.of("cause", Column.Type.STRING).doc("why the episode ended"),
              Column.of("length", Column.Type.INT32).doc("length of the episode").unit("steps"),
              Column.of("return", Column.Type.DOUBLE).doc("undiscounted return").unit("reward"),
              Column.of("total_variation", Column.Type.DOUBLE)
                  .doc("mean distance of the policy from that of the same memory without patch")));

  private BlindLevels() {}

  static void write(
      ShardWork work, int shards, String feature, List<String> twins, List<TwinEpisode> episodes)
      throws Exception {
    work.table(
        PartName.of(DIRECTORY, work.shard(), shards),
        SCHEMA,
        table -> {
          for (TwinEpisode each : episodes) {
            table.write(
                feature,
                each.level(),
                twins.get(each.twin()),
                each.cause(),
                each.length(),
                each.undiscounted(),
                each.totalVariation());
          }
        });
  }

  /** Outcomes of the levels of a feature, by twin, in the order in which they were played. */
  static Map<String, List<LevelOutcome>> read(Artifact artifact, String feature) {
    Map<String, List<LevelOutcome>> twins = new LinkedHashMap<>();
    for (Path file : artifact.files(DIRECTORY)) {
      TableReader.forEach(
          file,
          SCHEMA,
          row -> {
            if (!row.text("feature").equals(feature)) return;
            twins
                .computeIfAbsent(row.text("twin"), name -> new ArrayList<>())
                .add(
                    new LevelOutcome(
                        row.longInteger("level"),
                        row.number("return"),
                        row.integer("length"),
                        row.text("cause")));
          });
    }
    return twins;
  }
}
