package io.fabula.pipelines.studies.agilerecsim.panel;

import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.agilerecsim.AgileRecsimStudy;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings;
import io.fabula.pipelines.studies.agilerecsim.stages.AgileRecsimStages;
import io.fabula.pipelines.studies.agilerecsim.stages.SlateTwins;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Decisions of agents that show slates, one change of the set of candidates after the other: what
 * each did to the values, the slate and the chance of a click, and how much the candidate had been
 * looked at. A run without such changes shows the episodes in which its agents were judged.
 */
public final class AgileRecsimPanel {
  private static final int BASE_POINTS = 3000;
  private static final List<String> EFFECTS =
      List.of("change of values", "change of click chance", "items driven out", "attention to it");

  private AgileRecsimPanel() {}

  /** Rows of an agent that belong together: a decision, or a split of the items. */
  private record Key(String agent, long seed, String what) {
    String name() {
      return "%s_%d_%s".formatted(agent, seed, what);
    }

    String agentName() {
      return agent + ", seed " + seed;
    }
  }

  private interface Keys {
    Key of(Row row);
  }

  /** Opens what a run holds. */
  public static PanelView open(OpenedRun<AgileRecsimSettings> run) {
    return run.find(AgileRecsimStages.EXPLAIN_DECISIONS)
        .filter(each -> !each.parts("interventions/").isEmpty())
        .map(each -> changes(run, each))
        .orElseGet(() -> judgements(run, run.required(AgileRecsimStages.JUDGE_POLICIES)));
  }

  private static Map<Key, List<Row>> grouped(
      Artifact artifact, String prefix, TableSchema schema, Keys keys) {
    Map<Key, List<Row>> groups = new LinkedHashMap<>();
    each(
        artifact,
        prefix,
        schema,
        row -> groups.computeIfAbsent(keys.of(row), any -> new ArrayList<>()).add(row));
    return groups;
  }

  private static void each(
      Artifact artifact, String prefix, TableSchema schema, Consumer<Row> taker) {
    for (Path file : artifact.files(prefix)) TableReader.forEach(file, schema, taker);
  }

  private static PanelView changes(OpenedRun<AgileRecsimSettings> run, Artifact explained) {
    Map<Key, List<Row>> decisions =
        grouped(
            explained,
            "interventions/",
            RecsimTables.INTERVENTIONS,
            row ->
                new Key(
                    row.text("agent"),
                    row.longInteger("seed"),
                    String.format(Locale.ROOT, "decision_%05d", row.integer("decision"))));
    List<float[]> rows = new ArrayList<>();
    for (List<Row> each : decisions.values()) {
      for (Row row : each) {
        rows.add(
            new float[] {
              (float) row.number("value_change"),
              (float) row.number("click_change"),
              row.integer("replaced"),
              (float) row.numberOrNaN("attention")
            });
      }
    }
    PanelIndex.Words words =
        new PanelIndex.Words(
            "Decision",
            "Effect of the change, as a share of the largest in this run",
            "Agent",
            "",
            "",
            "",
            "");
    AttendedPairs attention = new AttendedPairs(explained);
    HeldView held =
        view(
            run,
            "How agents relate the candidates of a slate",
            words,
            EFFECTS,
            decisions,
            scaled(rows),
            (key, all) ->
                new SampleDetail(
                    List.of(all.size() + " changes of the set, one after the other, each alone"),
                    List.of(),
                    all.stream().map(AgileRecsimPanel::change).toList(),
                    List.of(),
                    List.of(
                        line(
                            "Mean absolute change of the other candidates' values",
                            all,
                            "value_change"),
                        line("Change of the chance of a click", all, "click_change")),
                    attention.of(key.agent(), key.seed(), key.what(), all.size()),
                    List.of(table(all))));
    List<ChangedCandidates.Decision> samples = new ArrayList<>();
    decisions.forEach(
        (key, all) ->
            samples.add(
                new ChangedCandidates.Decision(
                    key.agent() + "-" + key.seed(), all.get(0).integer("decision"))));
    return held.with(
        run.find(AgileRecsimStages.TRAIN_AGENTS)
            .map(
                agents ->
                    new ChangedCandidates(
                        samples,
                        new SlateTwins(AgileRecsimStudy.explained(run.settings()), agents))));
  }

  private static String change(Row row) {
    return "%s item %d, category %d"
        .formatted(
            row.flag("added") ? "add" : "take out", row.integer("item"), row.integer("category"));
  }

  private static SampleDetail.Line line(String title, List<Row> rows, String column) {
    return new SampleDetail.Line(
        title, new ArrayList<>(rows.stream().map(row -> row.number(column)).toList()));
  }

  private static PanelTable table(List<Row> all) {
    List<List<String>> rows = new ArrayList<>();
    for (Row row : all) {
      rows.add(
          List.of(
              change(row),
              row.flag("commonest") ? "commonest" : "another",
              row.flag("in_slate") ? "in the slate" : "not in the slate",
              Integer.toString(row.integer("replaced")),
              PanelTable.number(row.number("value_change")),
              PanelTable.number(row.number("click_change")),
              PanelTable.number(row.numberOrNaN("attention"))));
    }
    return new PanelTable(
        "All changes of this decision",
        List.of(
            "change",
            "its category",
            "where it was shown",
            "items driven out",
            "change of values",
            "change of the chance of a click",
            "attention to it"),
        rows);
  }

  private static PanelView judgements(OpenedRun<AgileRecsimSettings> run, Artifact judged) {
    Map<Key, List<Row>> episodes =
        grouped(
            judged,
            "judgements",
            RecsimTables.JUDGEMENTS,
            row ->
                new Key(
                    row.text("agent"),
                    row.get("seed") == null ? 0 : row.longInteger("seed"),
                    row.text("split")));
    List<float[]> rows = new ArrayList<>();
    for (List<Row> each : episodes.values()) {
      for (Row row : each) {
        rows.add(new float[] {(float) row.number("learned"), (float) row.numberOrNaN("truth")});
      }
    }
    PanelIndex.Words words =
        new PanelIndex.Words(
            "Items of a split",
            "Reward of an episode, as a share of the largest in this run",
            "Agent",
            "",
            "",
            "",
            "");
    return view(
        run,
        "Agents of a learned world, judged",
        words,
        List.of("reward by the learned model", "reward by the rule"),
        episodes,
        scaled(rows),
        (key, all) ->
            new SampleDetail(
                List.of("each step is an episode of its own, the same for all agents"),
                List.of(),
                all.stream().map(row -> "episode " + row.integer("episode")).toList(),
                List.of(),
                List.of(line("Reward by the learned model", all, "learned")),
                List.of()));
  }

  private interface Describer {
    SampleDetail of(Key key, List<Row> rows);
  }

  private static HeldView view(
      OpenedRun<AgileRecsimSettings> run,
      String title,
      PanelIndex.Words words,
      List<String> components,
      Map<Key, List<Row>> samples,
      List<float[]> rows,
      Describer describer) {
    List<Key> keys = List.copyOf(samples.keySet());
    List<List<Row>> courses = List.copyOf(samples.values());
    List<Integer> lengths = courses.stream().map(List::size).toList();
    int steps = Collections.max(lengths);
    Map<String, List<Integer>> agents = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      agents.computeIfAbsent(keys.get(i).agentName(), any -> new ArrayList<>()).add(i);
    }
    List<PanelIndex.Group> groups = new ArrayList<>();
    agents.forEach(
        (name, own) -> groups.add(new PanelIndex.Group("agent-" + groups.size(), name, own)));
    PanelIndex index =
        new PanelIndex(
            title,
            "agile-recsim",
            run.id(),
            words,
            steps,
            0,
            -1,
            components,
            1,
            List.of(),
            keys.stream().map(Key::name).toList(),
            lengths,
            groups,
            HeldView.base(rows, BASE_POINTS),
            List.of(),
            List.of(),
            true);
    return new HeldView(
        index,
        HeldView.padded(rows, lengths, steps),
        List.of(),
        sample -> describer.of(keys.get(sample), courses.get(sample)));
  }

  /** Each column over its largest absolute value, so that they share an axis. */
  private static List<float[]> scaled(List<float[]> rows) {
    float[] largest = new float[rows.get(0).length];
    for (float[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        if (!Float.isNaN(row[c])) largest[c] = Math.max(largest[c], Math.abs(row[c]));
      }
    }
    for (float[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        if (largest[c] > 0) row[c] /= largest[c];
      }
    }
    return rows;
  }
}
