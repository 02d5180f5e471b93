package io.fabula.pipelines.studies.doorkey.panel;

import io.fabula.envs.Picture;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.model.agents.Actor;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.TrainedDetectors;
import io.fabula.pipelines.mediation.phases.Variant;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.panel.Story;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeySettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Episodes of the trained policy in DoorKey: the grid, what the learned detectors say of it step by
 * step, and what each would say with the agent in every other cell.
 */
public final class DoorKeyPanel {
  private static final int EPISODES = 24;
  private static final int MOST_STEPS = 60;
  private static final int SIDE_SHOWN = 128;
  private static final int SHADES = 255;

  /** An episode's course: what the world was before each step. */
  private static final class Course {
    final List<byte[]> snapshots = new ArrayList<>();
    final List<float[]> said = new ArrayList<>();
    double returned;
  }

  private final int size;
  private final List<Variant> variants;
  private final List<TrainedDetectors.Detector> detectors = new ArrayList<>();
  private final List<Course> courses = new ArrayList<>();
  private final HeldView view;

  /** Opens what a run holds, of the first seed. */
  public static PanelView open(OpenedRun<DoorKeySettings> run) throws IOException {
    return new DoorKeyPanel(run).view;
  }

  private DoorKeyPanel(OpenedRun<DoorKeySettings> run) throws IOException {
    size = run.settings().size();
    Artifact recorded = run.required(Phases.RECORD);
    Artifact learned = run.required(Phases.LEARN);
    variants = Variant.in(learned);
    TrainedDetectors trained =
        new TrainedDetectors(run.settings().worlds(), recorded, learned, run.settings().variable());
    for (Variant each : variants) detectors.add(trained.detector(each));
    trained.play(
        run.required(Phases.TRAIN),
        run.settings().seed(),
        Math.min(EPISODES, run.settings().episodes().episodes()),
        this::watch,
        returned -> courses.get(courses.size() - 1).returned = returned);
    List<Integer> lengths = courses.stream().map(each -> each.snapshots.size()).toList();
    int steps = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<float[]> rows = courses.stream().flatMap(each -> each.said.stream()).toList();
    float[] none = new float[courses.size() * steps * rows.get(0).length];
    Arrays.fill(none, Float.NaN);
    view =
        new HeldView(
                index(run, lengths, steps, rows),
                HeldView.padded(rows, lengths, steps),
                variants.stream().map(each -> none).toList(),
                this::detail,
                this::map)
            .with(edited(run, trained));
  }

  private void watch(int episode, ObjectWorld world) {
    if (episode == courses.size()) courses.add(new Course());
    Course course = courses.get(episode);
    if (course.snapshots.size() >= MOST_STEPS) return;
    course.snapshots.add(world.snapshot());
    double[] said = said(world);
    float[] shown = new float[said.length];
    for (int i = 0; i < said.length; i++) shown[i] = (float) said[i];
    course.said.add(shown);
  }

  /** What the detectors say of a state, and which events hold. */
  private double[] said(ObjectWorld world) {
    int events = world.events().size();
    double[] said = new double[detectors.size() + events];
    for (int i = 0; i < detectors.size(); i++) said[i] = detectors.get(i).fires(world);
    for (int i = 0; i < events; i++) {
      said[detectors.size() + i] = world.holds(i) ? 1 : 0;
    }
    return said;
  }

  /** A policy with memory cannot play on from the middle of an episode. */
  private Optional<LiveWorld> edited(OpenedRun<DoorKeySettings> run, TrainedDetectors trained)
      throws IOException {
    if (run.settings().policy().memory() > 0) return Optional.empty();
    EditedRooms.Rooms rooms = rooms(trained, run.required(Phases.TRAIN));
    return Optional.of(new EditedRooms(rooms, size, run.settings().seed()));
  }

  private EditedRooms.Rooms rooms(TrainedDetectors trained, Artifact policies) {
    return new EditedRooms.Rooms() {
      @Override
      public DoorKey world() {
        return new DoorKey(size, DoorKeyView.PLANES);
      }

      @Override
      public byte @Nullable [] snapshot(int sample, int step) {
        List<byte[]> snapshots = courses.get(sample).snapshots;
        return step < snapshots.size() ? snapshots.get(step) : null;
      }

      @Override
      public double[] said(DoorKey world) {
        return DoorKeyPanel.this.said(world);
      }

      @Override
      public Actor policy() throws IOException {
        return trained.actor(policies, 2);
      }
    };
  }

  private PanelIndex index(
      OpenedRun<DoorKeySettings> run, List<Integer> lengths, int steps, List<float[]> rows) {
    List<String> detectorNames = variants.stream().map(Variant::words).toList();
    List<String> components = new ArrayList<>(detectorNames);
    for (DoorKeyEvent each : DoorKeyEvent.values()) {
      components.add(each.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    List<String> names = new ArrayList<>();
    List<Integer> reached = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < courses.size(); i++) {
      names.add(String.format(Locale.ROOT, "episode_%05d", i));
      (courses.get(i).returned > 0 ? reached : others).add(i);
    }
    List<PanelIndex.Group> groups = new ArrayList<>();
    if (!reached.isEmpty())
      groups.add(new PanelIndex.Group("reached", "reached the goal", reached));
    if (!others.isEmpty()) groups.add(new PanelIndex.Group("others", "did not", others));
    List<Story> stories = new ArrayList<>();
    run.find(Phases.EVALUATE)
        .ifPresent(
            artifact ->
                stories.add(
                    new Story(
                        "",
                        "Does the variable mediate the policy's effect?",
                        null,
                        "exact effects through each variable, seed by seed",
                        List.of(),
                        List.of(
                            PanelTable.of(
                                "Effects through the learned variable",
                                artifact.file("effects.parquet"),
                                "seed",
                                "variable",
                                "fired_trained",
                                "fired_uniform",
                                "fired_manipulation",
                                "to_uniform",
                                "to_manipulation")))));
    return new PanelIndex(
        "Which event on the way to the goal mediates the effect",
        "doorkey",
        run.id(),
        new PanelIndex.Words(
            "Episode",
            "Detectors (probability of firing) and named events",
            "Outcome",
            "The grid before the step",
            "",
            "",
            "The detector with the agent in each cell"),
        steps,
        0,
        -1,
        components,
        1,
        detectorNames,
        names,
        lengths,
        groups,
        HeldView.base(rows, 3000),
        stories,
        List.of(),
        false);
  }

  private DoorKey world(byte[] snapshot) {
    DoorKey world = new DoorKey(size, DoorKeyView.PLANES);
    world.restore(snapshot);
    return world;
  }

  private SampleDetail detail(int sample) throws IOException {
    Course course = courses.get(sample);
    List<Picture> frames = new ArrayList<>();
    List<String> happened = new ArrayList<>();
    for (byte[] each : course.snapshots) {
      DoorKey world = world(each);
      frames.add(world.render());
      List<String> holds = new ArrayList<>();
      for (DoorKeyEvent event : DoorKeyEvent.values()) {
        if (event.holds(world)) {
          holds.add(event.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
      }
      happened.add(String.join(", ", holds));
    }
    List<SampleDetail.Line> lines = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      List<Double> values = new ArrayList<>();
      for (float[] each : course.said) values.add((double) each[i]);
      lines.add(
          new SampleDetail.Line(
              "Probability of firing: " + variants.get(i).words(), new ArrayList<>(values)));
    }
    return new SampleDetail(
        List.of(
            "return " + PanelTable.number(course.returned),
            course.snapshots.size() == MOST_STEPS ? "the first " + MOST_STEPS + " steps" : "whole"),
        List.of(FrameStrip.of("grid", frames)),
        happened,
        List.of(),
        lines,
        List.of());
  }

  private Optional<FrameStrip> map(int sample, int target) throws IOException {
    List<Picture> maps = new ArrayList<>();
    for (byte[] each : courses.get(sample).snapshots) maps.add(map(each, detectors.get(target)));
    return Optional.of(FrameStrip.of(variants.get(target).words(), maps));
  }

  /** Brighter cells make the detector fire with the agent there; walls and objects stay dark. */
  private Picture map(byte[] snapshot, TrainedDetectors.Detector detector) {
    int cell = SIDE_SHOWN / size;
    int side = cell * size;
    byte[] rgb = new byte[3 * side * side];
    DoorKey world = world(snapshot);
    for (int x = 1; x < size - 1; x++) {
      for (int y = 1; y < size - 1; y++) {
        double fires;
        try {
          world.restore(snapshot);
          world.editor().moveAgent(new AgentPlace(x, y));
          fires = detector.fires(world);
        } catch (IllegalArgumentException | IllegalStateException e) {
          continue; // nobody can stand there
        }
        int shade = 40 + (int) Math.round(fires * (SHADES - 40));
        for (int i = 1; i < cell; i++) {
          for (int j = 1; j < cell; j++) {
            int at = 3 * ((y * cell + j) * side + x * cell + i);
            rgb[at] = (byte) (shade / 3);
            rgb[at + 1] = (byte) (shade * 2 / 3);
            rgb[at + 2] = (byte) shade;
          }
        }
      }
    }
    return new Picture(side, side, rgb);
  }
}
