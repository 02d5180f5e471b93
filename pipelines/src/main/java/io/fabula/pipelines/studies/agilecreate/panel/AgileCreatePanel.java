package io.fabula.pipelines.studies.agilecreate.panel;

import io.fabula.envs.create.ToolSplit;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.agilecreate.AgileCreateStudy;
import io.fabula.pipelines.studies.agilecreate.settings.AgileCreateSettings;
import io.fabula.pipelines.studies.agilecreate.stages.AgileCreateStages;
import io.fabula.pipelines.studies.agilecreate.stages.CreateAgent;
import io.fabula.pipelines.studies.agilecreate.stages.EvaluateTools;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Episodes of the agents of CREATE, one after the other, with the tools of each split: what became
 * of each, and the board at its end, for which the first episodes are played again.
 */
public final class AgileCreatePanel {
  private static final int BASE_POINTS = 3000;
  private static final List<String> COMPONENTS =
      List.of("return", "activations", "placed", "blocked", "choices whose activator is there");

  private AgileCreatePanel() {}

  /** Episodes of an agent with the tools of a split. */
  private record Key(String agent, long seed, String split) {
    static Key of(Row row) {
      return new Key(row.text("agent"), row.longInteger("seed"), row.text("split"));
    }

    String title() {
      return SetAgent.of(agent).map(SetAgent::title).orElse("random play") + ", seed " + seed;
    }
  }

  /** Opens what a run holds. */
  public static PanelView open(OpenedRun<AgileCreateSettings> run) {
    Artifact judged = run.required(AgileCreateStages.EVALUATE_TOOLS);
    Map<Key, List<Row>> episodes = new LinkedHashMap<>();
    TableReader.forEach(
        judged.file("episodes.parquet"),
        EvaluateTools.EPISODES,
        row -> episodes.computeIfAbsent(Key.of(row), any -> new ArrayList<>()).add(row));
    List<Key> keys = List.copyOf(episodes.keySet());
    List<List<Row>> courses = List.copyOf(episodes.values());
    List<Integer> lengths = courses.stream().map(List::size).toList();
    List<float[]> rows = scaled(courses.stream().flatMap(List::stream).toList());
    int steps = Collections.max(lengths);
    return new HeldView(
        index(run, keys, lengths, steps, rows),
        HeldView.padded(rows, lengths, steps),
        List.of(),
        sample -> detail(run, keys.get(sample), courses.get(sample)));
  }

  /** Each number over its largest in the run, so that they share an axis. */
  private static List<float[]> scaled(List<Row> episodes) {
    List<float[]> rows = new ArrayList<>();
    float[] largest = new float[COMPONENTS.size()];
    for (Row each : episodes) {
      int tools = each.integer("tools");
      float[] row = {
        (float) each.number("return_raw"),
        each.integer("activations"),
        each.integer("placed"),
        each.integer("blocked"),
        tools == 0 ? 0 : (float) each.integer("matched") / tools
      };
      for (int c = 0; c < row.length; c++) largest[c] = Math.max(largest[c], Math.abs(row[c]));
      rows.add(row);
    }
    for (float[] row : rows) {
      for (int c = 0; c < row.length; c++) if (largest[c] > 0) row[c] /= largest[c];
    }
    return rows;
  }

  private static PanelIndex index(
      OpenedRun<AgileCreateSettings> run,
      List<Key> keys,
      List<Integer> lengths,
      int steps,
      List<float[]> rows) {
    Map<String, List<Integer>> agents = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      agents.computeIfAbsent(keys.get(i).title(), any -> new ArrayList<>()).add(i);
    }
    List<PanelIndex.Group> groups = new ArrayList<>();
    agents.forEach(
        (name, own) -> groups.add(new PanelIndex.Group("agent-" + groups.size(), name, own)));
    return new PanelIndex(
        "How agents of CREATE relate tools and activators",
        "agile-create",
        run.id(),
        new PanelIndex.Words(
            "Agent and its tools",
            "Number of an episode, as a share of the largest in this run",
            "Agent",
            "The board at the end of the episode",
            "",
            "",
            ""),
        steps,
        0,
        -1,
        COMPONENTS,
        1,
        List.of(),
        keys.stream()
            .map(key -> "%s_%d_%s_tools".formatted(key.agent(), key.seed(), key.split()))
            .toList(),
        lengths,
        groups,
        HeldView.base(rows, BASE_POINTS),
        List.of(),
        List.of(),
        true);
  }

  private static SampleDetail detail(
      OpenedRun<AgileCreateSettings> run, Key key, List<Row> episodes) throws IOException {
    List<String> outcomes = new ArrayList<>();
    List<Double> returns = new ArrayList<>();
    List<List<String>> table = new ArrayList<>();
    for (Row each : episodes) {
      outcomes.add(outcome(each));
      returns.add(each.number("return_raw"));
      table.add(
          List.of(
              Integer.toString(table.size() + 1),
              outcome(each),
              PanelTable.number(each.number("return_raw")),
              Integer.toString(each.integer("length")),
              Integer.toString(each.integer("placed")),
              Integer.toString(each.integer("activations")),
              "%d of %d".formatted(each.integer("matched"), each.integer("tools"))));
    }
    List<FrameStrip> ends = new ArrayList<>();
    Optional<FrameStrip> played = ends(run, key, episodes.size());
    played.ifPresent(ends::add);
    return new SampleDetail(
        List.of(
            "each step is an episode of its own, the same for all agents"
                + (played.isEmpty()
                    ? ""
                    : "; the first %d were played again for their boards"
                        .formatted(played.get().frames()))),
        ends,
        outcomes,
        List.of(),
        List.of(new SampleDetail.Line("Return, points", new ArrayList<>(returns))),
        List.of(
            new PanelTable(
                "All episodes",
                List.of(
                    "episode",
                    "outcome",
                    "return",
                    "steps",
                    "placed",
                    "came to life",
                    "choices whose activator is in the set"),
                table)));
  }

  private static String outcome(Row episode) {
    if (episode.flag("goal_hit")) return "reaches the goal";
    return episode.flag("target_hit") ? "moves the target" : "nothing moves";
  }

  private static Optional<FrameStrip> ends(
      OpenedRun<AgileCreateSettings> run, Key key, int episodes) throws IOException {
    ToolSplit split = ToolSplit.valueOf(key.split().toUpperCase(Locale.ROOT));
    for (CreateAgent each : AgileCreateStudy.agents(run.settings())) {
      if (!each.agent().id().equals(key.agent()) || each.seed() != key.seed()) continue;
      Optional<Artifact> trained = run.find(each.stage());
      if (trained.isEmpty()) return Optional.empty();
      EvaluateTools.Options options =
          new EvaluateTools.Options(
              run.settings().seed(), List.of(each), run.settings().evaluation());
      return Optional.of(
          FrameStrip.of(
              "board",
              EvaluateTools.boards(
                  options, each, each.worlds(run::required), trained.get(), split, episodes)));
    }
    return Optional.empty();
  }
}
