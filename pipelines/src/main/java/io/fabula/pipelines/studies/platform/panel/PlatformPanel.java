package io.fabula.pipelines.studies.platform.panel;

import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.platform.Platform;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.panel.Story;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.platform.settings.PlatformSettings;
import io.fabula.pipelines.studies.platform.stages.PlatformStages;
import io.fabula.pipelines.studies.platform.tables.Decisions;
import io.fabula.pipelines.studies.platform.tables.ExplanationTable;
import io.fabula.pipelines.studies.platform.tables.Importance;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Recorded episodes of Platform: the scene, the features, and how important each is. */
public final class PlatformPanel {
  private static final int BASE_POINTS = 3000;
  private static final String DERIVATIVE = "derivative of the chosen action's value";

  private static final List<String> FEATURES =
      ((ObservationSpace.Vector) new Platform().spec().observations()).names();

  private PlatformPanel() {}

  /** A decision's place. */
  private record Place(int episode, int t) {}

  /** Opens what a run holds. */
  public static PanelView open(OpenedRun<PlatformSettings> run) {
    Decisions all = Decisions.read(run.required(PlatformStages.RECORD_ROLLOUTS));
    Map<Place, Row> explained = new HashMap<>();
    for (Row row : ExplanationTable.read(run.required(PlatformStages.EXPLAIN_DECISIONS))) {
      explained.put(new Place(row.integer("episode"), row.integer("t")), row);
    }
    List<Decisions.Episode> episodes =
        all.episodes().stream()
            .filter(each -> each.length() > 0 && explained.containsKey(new Place(each.number(), 0)))
            .toList();
    List<Integer> lengths = episodes.stream().map(Decisions.Episode::length).toList();
    int steps = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<float[]> states = new ArrayList<>();
    List<String> targets = new ArrayList<>(List.of(DERIVATIVE));
    List<List<float[]>> gradients = new ArrayList<>(List.of(new ArrayList<>()));
    for (Importance each : Importance.values()) {
      targets.add("importance: " + each.words());
      gradients.add(new ArrayList<>());
    }
    for (Decisions.Episode episode : episodes) {
      for (int t = 0; t < episode.length(); t++) {
        states.add(episode.states().get(t));
        Row row = Objects.requireNonNull(explained.get(new Place(episode.number(), t)));
        int target = 0;
        gradients.get(target++).add(row.floats("gradient"));
        for (Importance each : Importance.values()) {
          gradients.get(target++).add(floats(row.doubles(each.column())));
        }
      }
    }
    return new HeldView(
            index(run, episodes, lengths, steps, targets, states),
            HeldView.padded(states, lengths, steps),
            gradients.stream().map(each -> HeldView.padded(each, lengths, steps)).toList(),
            sample -> detail(episodes.get(sample), explained))
        .with(
            run.find(PlatformStages.TRAIN_AGENTS)
                .map(
                    agents ->
                        new ChangedFeatures(episodes, FEATURES, agents, run.resolved().seed())));
  }

  private static PanelIndex index(
      OpenedRun<PlatformSettings> run,
      List<Decisions.Episode> episodes,
      List<Integer> lengths,
      int steps,
      List<String> targets,
      List<float[]> states) {
    List<Integer> completed = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < episodes.size(); i++) {
      (episodes.get(i).returned() >= 1 - 1e-9 ? completed : others).add(i);
    }
    List<PanelIndex.Group> groups = new ArrayList<>();
    if (!completed.isEmpty()) {
      groups.add(new PanelIndex.Group("completed", "reached the end", completed));
    }
    if (!others.isEmpty()) groups.add(new PanelIndex.Group("failed", "did not", others));
    return new PanelIndex(
        "Which feature made the agent act",
        "platform",
        run.id(),
        new PanelIndex.Words(
            "Episode",
            "Features of the state",
            "Outcome",
            "Before the decision",
            "Importance",
            PanelIndex.Words.RAISES,
            ""),
        steps,
        0,
        -1,
        FEATURES,
        1,
        targets,
        episodes.stream()
            .map(each -> String.format(Locale.ROOT, "episode_%05d", each.number()))
            .toList(),
        lengths,
        groups,
        HeldView.base(states, BASE_POINTS),
        stories(run),
        List.of(),
        true);
  }

  private static List<Story> stories(OpenedRun<PlatformSettings> run) {
    return run.find(PlatformStages.TEST_EXPLANATIONS)
        .map(
            artifact ->
                List.of(
                    new Story(
                        "",
                        "Does changing the most important feature change the most?",
                        null,
                        "each explanation beside what changing features did",
                        List.of(),
                        List.of(
                            PanelTable.of(
                                "Changes by the feature that an explanation ranks first",
                                artifact.file("findings.parquet"),
                                "importance",
                                "place",
                                "outcome",
                                "decisions",
                                "top",
                                "others",
                                "random",
                                "top_minus_random_low",
                                "top_minus_random_high")))))
        .orElse(List.of());
  }

  private static SampleDetail detail(Decisions.Episode episode, Map<Place, Row> explained)
      throws IOException {
    Platform world = new Platform();
    world.reset(episode.levelSeed());
    List<Picture> frames = new ArrayList<>();
    List<String> actions = new ArrayList<>();
    List<List<Double>> values = new ArrayList<>();
    List<Integer> chosen = new ArrayList<>();
    for (int t = 0; t < episode.length(); t++) {
      frames.add(world.render());
      actions.add(world.spec().actions().describe(episode.actions().get(t)));
      Row row = Objects.requireNonNull(explained.get(new Place(episode.number(), t)));
      List<Double> own = new ArrayList<>();
      for (float each : row.floats("q_values")) own.add((double) each);
      values.add(own);
      chosen.add(row.integer("action"));
      world.step(episode.actions().get(t));
    }
    return new SampleDetail(
        List.of("return " + PanelTable.number(episode.returned())),
        List.of(FrameStrip.of("scene", frames)),
        actions,
        List.of(
            new SampleDetail.Bars("Value of each action", ChangedFeatures.ACTIONS, values, chosen)),
        List.of(),
        List.of());
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) result[i] = (float) values[i];
    return result;
  }
}
