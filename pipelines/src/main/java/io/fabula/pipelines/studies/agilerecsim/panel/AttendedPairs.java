package io.fabula.pipelines.studies.agilerecsim.panel;

import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Which candidates look at which, in the decisions of which that was recorded. */
final class AttendedPairs {
  private final Map<String, Map<Integer, List<Row>>> slots = new LinkedHashMap<>();

  AttendedPairs(Artifact explained) {
    for (Path file : explained.files("attention/")) {
      TableReader.forEach(
          file,
          RecsimTables.ATTENTION,
          row ->
              slots
                  .computeIfAbsent(
                      key(
                          row.text("agent"),
                          row.longInteger("seed"),
                          String.format(Locale.ROOT, "decision_%05d", row.integer("decision"))),
                      any -> new TreeMap<>())
                  .computeIfAbsent(row.integer("slot"), any -> new ArrayList<>())
                  .add(row));
    }
  }

  private static String key(String agent, long seed, String decision) {
    return agent + "-" + seed + "-" + decision;
  }

  /**
   * One matrix for each position of the slate, the same in every step.
   *
   * @param steps of the sample
   */
  List<SampleDetail.Matrix> of(String agent, long seed, String decision, int steps) {
    List<SampleDetail.Matrix> matrices = new ArrayList<>();
    slots
        .getOrDefault(key(agent, seed, decision), Map.of())
        .forEach((slot, rows) -> matrices.add(matrix(slot, rows, steps)));
    return matrices;
  }

  private static SampleDetail.Matrix matrix(int slot, List<Row> rows, int steps) {
    int side = (int) Math.round(Math.sqrt(rows.size()));
    List<String> labels = new ArrayList<>();
    List<List<Double>> weights = new ArrayList<>();
    for (int i = 0; i < side; i++) {
      List<Double> line = new ArrayList<>();
      for (int k = 0; k < side; k++) line.add(rows.get(i * side + k).number("weight"));
      weights.add(line);
      labels.add(
          "%d (%d)".formatted(rows.get(i).integer("other"), rows.get(i).integer("other_category")));
    }
    return new SampleDetail.Matrix(
        "Who looks at whom for position %d, as the set was: item (category)".formatted(slot + 1),
        Collections.nCopies(steps, labels),
        Collections.nCopies(steps, weights));
  }
}
