package io.fabula.pipelines.studies.agilegrid.panel;

import io.fabula.envs.Action;
import io.fabula.envs.Picture;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaSkill;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.agilegrid.settings.AgileGridSettings;
import io.fabula.pipelines.studies.agilegrid.stages.AgileGridStages;
import io.fabula.pipelines.studies.agilegrid.stages.ExplainDecisions;
import io.fabula.pipelines.studies.agilegrid.stages.GridAgent;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Episodes of agents in the Dig Lava grid: the grid, how likely each available action is, how much
 * the actions look at each other, and what changing the set did.
 */
public final class AgileGridPanel {
  private static final int BASE_POINTS = 3000;

  private AgileGridPanel() {}

  /** An episode of an agent. */
  private record Key(String agent, long seed, int episode) {
    static Key of(Row row) {
      return new Key(row.text("agent"), row.longInteger("seed"), row.integer("episode"));
    }

    String name() {
      return String.format(Locale.ROOT, "%s_%d_episode_%05d", agent, seed, episode);
    }
  }

  /** A decision with the weights of attention of each layer in it. */
  private record Decision(Row row, Map<String, float[]> attention) {
    int[] set() {
      return row.ints("set");
    }
  }

  /** Opens what a run holds. */
  public static PanelView open(OpenedRun<AgileGridSettings> run) {
    Artifact explained = run.required(AgileGridStages.EXPLAIN_DECISIONS);
    Map<Key, List<Decision>> episodes = new LinkedHashMap<>();
    each(
        explained,
        "decisions/",
        row ->
            episodes
                .computeIfAbsent(Key.of(row), any -> new ArrayList<>())
                .add(new Decision(row, new TreeMap<>())));
    List<String> layers = new ArrayList<>();
    each(
        explained,
        "attention/",
        row -> {
          String layer = row.text("layer");
          if (!layers.contains(layer)) layers.add(layer);
          Optional.ofNullable(episodes.get(Key.of(row)))
              .orElseThrow()
              .get(row.integer("step"))
              .attention()
              .put(layer, row.floats("weights"));
        });
    List<Key> keys = List.copyOf(episodes.keySet());
    List<List<Decision>> courses = List.copyOf(episodes.values());
    List<Integer> lengths = courses.stream().map(List::size).toList();
    int steps = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<float[]> rows = new ArrayList<>();
    List<List<float[]>> looked = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) looked.add(new ArrayList<>());
    for (List<Decision> course : courses) {
      for (Decision each : course) {
        rows.add(probabilities(each));
        for (int l = 0; l < layers.size(); l++) looked.get(l).add(looks(each, layers.get(l)));
      }
    }
    return new HeldView(
            index(run, keys, lengths, steps, layers, rows),
            HeldView.padded(rows, lengths, steps),
            looked.stream().map(each -> HeldView.padded(each, lengths, steps)).toList(),
            sample -> detail(run, keys.get(sample), courses.get(sample), layers))
        .with(changes(run, keys, courses));
  }

  /** Where changes can be played, if the run still holds all of its agents. */
  private static Optional<LiveWorld> changes(
      OpenedRun<AgileGridSettings> run, List<Key> keys, List<List<Decision>> courses) {
    List<ChangedSets.Decision> samples = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      Optional<GridAgent> agent =
          GridAgent.of(run.settings()).stream()
              .filter(each -> each.agent().id().equals(key.agent()) && each.seed() == key.seed())
              .filter(each -> run.find(each.stage()).isPresent())
              .findFirst();
      if (agent.isEmpty()) return Optional.empty();
      samples.add(
          new ChangedSets.Decision(
              agent.get(),
              ExplainDecisions.FIRST_LEVEL + key.episode(),
              courses.get(i).stream()
                  .<Action>map(each -> Action.of(each.row().integer("action")))
                  .toList()));
    }
    return Optional.of(new ChangedSets(run, samples));
  }

  private interface Taker {
    void take(Row row);
  }

  private static void each(Artifact artifact, String prefix, Taker taker) {
    for (Path file : artifact.files(prefix)) {
      TableReader.forEach(file, TableReader.schema(file), taker::take);
    }
  }

  /** The probability of each skill; 0 where it is not available. */
  private static float[] probabilities(Decision decision) {
    float[] values = new float[DigLavaSkill.COUNT];
    double[] own = decision.row().doubles("probability");
    for (int i = 0; i < own.length; i++) values[decision.set()[i]] = (float) own[i];
    return values;
  }

  /** How much all actions look at each skill, on average; missing where nobody can. */
  private static float[] looks(Decision decision, String layer) {
    float[] values = new float[DigLavaSkill.COUNT];
    Arrays.fill(values, Float.NaN);
    float[] weights = decision.attention().get(layer);
    if (weights == null) return values;
    int[] set = decision.set();
    for (int column = 0; column < set.length; column++) {
      float sum = 0;
      for (int row = 0; row < set.length; row++) sum += weights[row * set.length + column];
      values[set[column]] = sum / set.length;
    }
    return values;
  }

  private static PanelIndex index(
      OpenedRun<AgileGridSettings> run,
      List<Key> keys,
      List<Integer> lengths,
      int steps,
      List<String> layers,
      List<float[]> rows) {
    Map<String, List<Integer>> agents = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      agents
          .computeIfAbsent(
              keys.get(i).agent() + ", seed " + keys.get(i).seed(), any -> new ArrayList<>())
          .add(i);
    }
    List<PanelIndex.Group> groups = new ArrayList<>();
    agents.forEach(
        (name, own) -> groups.add(new PanelIndex.Group("agent-" + groups.size(), name, own)));
    return new PanelIndex(
        "How an agent relates the actions that are available",
        "agile-grid",
        run.id(),
        new PanelIndex.Words(
            "Episode",
            "Probability of each skill",
            "Agent",
            "The grid before the decision",
            layers.isEmpty() ? "" : "Attention that it gets",
            "darker blue: the others look at it more",
            ""),
        steps,
        0,
        -1,
        Arrays.stream(DigLavaSkill.values()).map(DigLavaSkill::label).toList(),
        1,
        layers,
        keys.stream().map(Key::name).toList(),
        lengths,
        groups,
        HeldView.base(rows, BASE_POINTS),
        List.of(),
        layers.isEmpty() ? List.of("attention: none of its agents attends") : List.of(),
        true);
  }

  private static SampleDetail detail(
      OpenedRun<AgileGridSettings> run, Key key, List<Decision> course, List<String> layers)
      throws IOException {
    DigLava world = run.settings().world().newWorld();
    world.reset(ExplainDecisions.FIRST_LEVEL + key.episode());
    List<Picture> frames = new ArrayList<>();
    List<String> actions = new ArrayList<>();
    List<List<String>> labels = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (Decision each : course) {
      frames.add(world.render());
      int action = each.row().integer("action");
      actions.add(DigLavaSkill.of(action).label());
      labels.add(Arrays.stream(each.set()).mapToObj(id -> DigLavaSkill.of(id).label()).toList());
      values.add(each.row().number("value"));
      world.step(Action.of(action));
    }
    List<SampleDetail.Matrix> matrices = new ArrayList<>();
    for (String layer : layers) {
      List<List<List<Double>>> weights = new ArrayList<>();
      for (Decision each : course) weights.add(square(each.attention().get(layer)));
      if (weights.stream().noneMatch(List::isEmpty)) {
        matrices.add(new SampleDetail.Matrix("Who looks at whom: " + layer, labels, weights));
      }
    }
    List<PanelTable> tables = new ArrayList<>();
    run.find(AgileGridStages.INTERVENE_ON_SET)
        .map(artifact -> changes(artifact, key))
        .filter(each -> !each.rows().isEmpty())
        .ifPresent(tables::add);
    return new SampleDetail(
        List.of(),
        List.of(FrameStrip.of("grid", frames)),
        actions,
        List.of(),
        List.of(new SampleDetail.Line("Value (scaled return)", new ArrayList<>(values))),
        matrices,
        tables);
  }

  private static List<List<Double>> square(float @Nullable [] weights) {
    if (weights == null) return List.of();
    int side = (int) Math.round(Math.sqrt(weights.length));
    List<List<Double>> rows = new ArrayList<>();
    for (int r = 0; r < side; r++) {
      List<Double> row = new ArrayList<>();
      for (int c = 0; c < side; c++) row.add((double) weights[r * side + c]);
      rows.add(row);
    }
    return rows;
  }

  /** Sums of what a change of the set did. */
  private static final class Sums {
    int states;
    double probability;
    double share;
    double value;
  }

  /** What changing the set did to this agent in the states of its interventions. */
  private static PanelTable changes(Artifact artifact, Key key) {
    Map<String, Sums> all = new TreeMap<>();
    each(
        artifact,
        "set_effects/",
        row -> {
          if (!row.text("agent").equals(key.agent()) || row.longInteger("seed") != key.seed()) {
            return;
          }
          int removed = row.integer("removed");
          int added = row.integer("added");
          String change =
              row.text("change")
                  + (removed < 0 ? "" : ", without " + DigLavaSkill.of(removed).label())
                  + (added < 0 ? "" : ", with " + DigLavaSkill.of(added).label());
          Sums sums = all.computeIfAbsent(change, any -> new Sums());
          sums.states++;
          sums.probability += Math.abs(row.numberOrNaN("probability_change"));
          sums.share += Math.abs(row.numberOrNaN("share_change"));
          sums.value += row.numberOrNaN("value_change");
        });
    List<List<String>> rows = new ArrayList<>();
    all.forEach(
        (change, sums) ->
            rows.add(
                List.of(
                    change,
                    Integer.toString(sums.states),
                    PanelTable.number(sums.probability / sums.states),
                    PanelTable.number(sums.share / sums.states),
                    PanelTable.number(sums.value / sums.states))));
    return new PanelTable(
        "What changing the set did to this agent, means over the states of its interventions",
        List.of(
            "change",
            "rows",
            "absolute change of an action's probability",
            "absolute change of its share among the others",
            "change of the value"),
        rows);
  }
}
