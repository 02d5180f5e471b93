package io.fabula.pipelines.studies.scinet.panel;

import io.fabula.envs.Picture;
import io.fabula.envs.coordinates.CoordinateWorld.Coordinate;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.scinet.LatentTable;
import io.fabula.model.scinet.SelectionNetwork;
import io.fabula.model.scinet.StateSpace;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.panel.Story;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.scinet.settings.ScinetSettings;
import io.fabula.pipelines.studies.scinet.stages.StageNames;
import io.fabula.pipelines.studies.scinet.stages.TrainSelection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the box along one coordinate at a time: what the agent would see, what the latents
 * say at each place, and who keeps them.
 */
public final class ScinetPanel {
  private static final int BASE_POINTS = 3000;
  private static final double RANGE = 3;

  private ScinetPanel() {}

  /** A walk: which coordinate changes, and where the others are. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Walk(int coordinate, int[] place, List<int[]> states) {
    String name(List<Coordinate> coordinates) {
      StringBuilder name = new StringBuilder("along " + coordinates.get(coordinate).name());
      for (int i = 0; i < place.length; i++) {
        if (i != coordinate) {
          name.append(", ").append(coordinates.get(i).name()).append(" = ").append(place[i]);
        }
      }
      return name.toString();
    }
  }

  /** Opens what a run holds. */
  public static PanelView open(OpenedRun<ScinetSettings> run) throws IOException {
    ScinetSettings settings = run.settings();
    SubGridWorld world = settings.world().world(0);
    StateSpace space = StateSpace.of(world);
    SelectionNetwork network =
        TrainSelection.load(run.required(StageNames.TRAIN_SELECTION), settings.selection(), space);
    LatentTable table = LatentTable.of(network, space);
    List<Walk> walks = walks(space);
    List<Integer> lengths = walks.stream().map(each -> each.states().size()).toList();
    int steps = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<float[]> rows = new ArrayList<>();
    for (Walk walk : walks) {
      for (int[] place : walk.states()) {
        float[] latents = new float[table.latents()];
        table.copy(space.state(place), latents, 0);
        rows.add(latents);
      }
    }
    return new HeldView(
            index(run, space, walks, lengths, steps, rows),
            HeldView.padded(rows, lengths, steps),
            List.of(),
            sample -> detail(world, space, walks.get(sample)))
        .with(
            Optional.of(
                new ChangedLatents(
                    settings.world(),
                    network,
                    table,
                    (sample, step) -> {
                      List<int[]> states = walks.get(sample).states();
                      return step < states.size() ? states.get(step) : new int[0];
                    })));
  }

  /** Along each coordinate, with each other one lowest, in the middle and highest. */
  private static List<Walk> walks(StateSpace space) {
    List<Walk> walks = new ArrayList<>();
    int n = space.coordinates().size();
    for (int c = 0; c < n; c++) {
      int others = 1;
      for (int i = 1; i < n; i++) others *= 3;
      for (int number = 0; number < others; number++) {
        int[] place = new int[n];
        int rest = number;
        for (int i = 0; i < n; i++) {
          if (i == c) continue;
          place[i] = rest % 3 * (space.coordinates().get(i).values() - 1) / 2;
          rest /= 3;
        }
        List<int[]> states = new ArrayList<>();
        for (int value = 0; value < space.coordinates().get(c).values(); value++) {
          int[] state = place.clone();
          state[c] = value;
          if (space.exists(space.state(state))) states.add(state);
        }
        if (!states.isEmpty()) walks.add(new Walk(c, place, states));
      }
    }
    return walks;
  }

  private static PanelIndex index(
      OpenedRun<ScinetSettings> run,
      StateSpace space,
      List<Walk> walks,
      List<Integer> lengths,
      int steps,
      List<float[]> rows) {
    List<String> latents = new ArrayList<>();
    for (int k = 0; k < rows.get(0).length; k++) latents.add("latent " + k);
    Map<Integer, List<Integer>> along = new TreeMap<>();
    for (int i = 0; i < walks.size(); i++) {
      along.computeIfAbsent(walks.get(i).coordinate(), any -> new ArrayList<>()).add(i);
    }
    List<PanelIndex.Group> groups = new ArrayList<>();
    along.forEach(
        (c, own) ->
            groups.add(
                new PanelIndex.Group(
                    "along-" + c, "along " + space.coordinates().get(c).name(), own)));
    return new PanelIndex(
        "Which few latent quantities each agent needs",
        "scinet",
        run.id(),
        new PanelIndex.Words("Walk", "Latents without noise", "Coordinate", "The box", "", "", ""),
        steps,
        0,
        -1,
        latents,
        RANGE,
        List.of(),
        walks.stream().map(each -> each.name(space.coordinates())).toList(),
        lengths,
        groups,
        HeldView.base(rows, BASE_POINTS),
        stories(run),
        List.of(),
        true);
  }

  private static List<Story> stories(OpenedRun<ScinetSettings> run) {
    List<Story> stories = new ArrayList<>();
    run.find(StageNames.READ_REPRESENTATION)
        .ifPresent(
            artifact ->
                stories.add(
                    new Story(
                        "",
                        "What the latents say, and who keeps them",
                        null,
                        "read out of the trained networks",
                        List.of(),
                        List.of(
                            PanelTable.of(
                                "What each latent says",
                                artifact.file("latents.parquet"),
                                "latent",
                                "active",
                                "coordinate",
                                "share",
                                "named",
                                "p_untrained"),
                            PanelTable.of(
                                "Who keeps it",
                                artifact.file("kept.parquet"),
                                "agent",
                                "latent",
                                "kept",
                                "bits",
                                "loss",
                                "loss_without",
                                "needed"),
                            PanelTable.of(
                                "Conditions",
                                artifact.file("conditions.parquet"),
                                "condition",
                                "met",
                                "evidence")))));
    run.find(StageNames.CHANGE_LATENTS)
        .ifPresent(
            artifact ->
                stories.add(
                    new Story(
                        "",
                        "What changing a latent does to an agent's play",
                        null,
                        "interventions on latents, against a placebo",
                        List.of(),
                        List.of(
                            PanelTable.of(
                                "Changes",
                                artifact.file("changes.parquet"),
                                "agent",
                                "latent",
                                "change",
                                "success",
                                "success_unchanged",
                                "actions_changed",
                                "difference",
                                "low",
                                "high",
                                "p_adjusted")))));
    return stories;
  }

  private static SampleDetail detail(SubGridWorld world, StateSpace space, Walk walk)
      throws IOException {
    List<Picture> frames = new ArrayList<>();
    List<String> places = new ArrayList<>();
    @Nullable Picture last = null;
    for (int[] state : walk.states()) {
      if (world.canStart(state)) {
        world.resetAt(state);
        last = world.render();
      }
      if (last != null) frames.add(last);
      StringBuilder words = new StringBuilder();
      for (int i = 0; i < state.length; i++) {
        words.append(i == 0 ? "" : ", ").append(space.coordinates().get(i).name());
        words.append(" = ").append(state[i]);
      }
      if (!world.canStart(state)) words.append(" (the reward, or cut off: no episode begins here)");
      places.add(words.toString());
    }
    return new SampleDetail(
        List.of(),
        frames.size() == walk.states().size()
            ? List.of(FrameStrip.of("the first agent's box", frames))
            : List.of(),
        places,
        List.of(),
        List.of(),
        List.of());
  }
}
