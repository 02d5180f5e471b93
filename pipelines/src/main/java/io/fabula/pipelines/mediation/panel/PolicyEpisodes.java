package io.fabula.pipelines.mediation.panel;

import io.fabula.envs.Picture;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.pipelines.mediation.phases.ObjectWorlds;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.TrainedDetectors;
import io.fabula.pipelines.mediation.phases.Variant;
import io.fabula.pipelines.mediation.settings.VariableSettings;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelTable;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.panel.Story;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Episodes of the trained policy, of the first seed: the world before each step, what the learned
 * detectors say of it, and which named events hold.
 */
public final class PolicyEpisodes {
  private static final int MOST_EPISODES = 24;
  private static final int MOST_STEPS = 60;
  private static final int POINTS = 3000;

  /**
   * What is shown.
   *
   * @param study its name
   * @param title above the page
   * @param worlds where the episodes are
   * @param variable how the detectors were learned
   * @param seed root seed of the run
   * @param episodes how many were recorded
   */
  public record Subject(
      String study,
      String title,
      ObjectWorlds worlds,
      VariableSettings variable,
      long seed,
      int episodes) {}

  /** Draws what a detector says of a state and others like it. */
  public interface DetectorMap {
    /** A picture for the state of a snapshot. */
    Picture draw(byte[] snapshot, TrainedDetectors.Detector detector);
  }

  /** An episode's course: what the world was before each step. */
  private static final class Course {
    final List<byte[]> snapshots = new ArrayList<>();
    final List<float[]> said = new ArrayList<>();
    double returned;
  }

  private final Subject subject;
  private final TrainedDetectors trained;
  private final List<Variant> variants;
  private final List<TrainedDetectors.Detector> detectors = new ArrayList<>();
  private final List<Course> courses = new ArrayList<>();

  /** Plays the first recorded episodes again. */
  public PolicyEpisodes(OpenedRun<?> run, Subject subject) throws IOException {
    this.subject = subject;
    Artifact learned = run.required(Phases.LEARN);
    variants = Variant.in(learned);
    trained =
        new TrainedDetectors(
            subject.worlds(), run.required(Phases.RECORD), learned, subject.variable());
    for (Variant each : variants) detectors.add(trained.detector(each));
    trained.play(
        run.required(Phases.TRAIN),
        subject.seed(),
        Math.min(MOST_EPISODES, subject.episodes()),
        this::watch,
        returned -> courses.get(courses.size() - 1).returned = returned);
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

  /** The policy and the detectors. */
  public TrainedDetectors trained() {
    return trained;
  }

  /** What the detectors say of a state, 0 to 1, then which events hold, 0 or 1. */
  public double[] said(ObjectWorld world) {
    int events = world.events().size();
    double[] said = new double[detectors.size() + events];
    for (int i = 0; i < detectors.size(); i++) said[i] = detectors.get(i).fires(world);
    for (int i = 0; i < events; i++) {
      said[detectors.size() + i] = world.holds(i) ? 1 : 0;
    }
    return said;
  }

  /** The state before a step of an episode; nothing behind the last. */
  public byte @Nullable [] snapshot(int episode, int step) {
    List<byte[]> snapshots = courses.get(episode).snapshots;
    return step < snapshots.size() ? snapshots.get(step) : null;
  }

  /**
   * What the panel shows.
   *
   * @param map drawn for each detector, if given
   */
  public HeldView view(OpenedRun<?> run, Optional<DetectorMap> map) throws IOException {
    List<Integer> lengths = courses.stream().map(each -> each.snapshots.size()).toList();
    int steps = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<float[]> rows = courses.stream().flatMap(each -> each.said.stream()).toList();
    float[] none = new float[courses.size() * steps * rows.get(0).length];
    Arrays.fill(none, Float.NaN);
    List<String> mapped =
        map.isPresent() ? variants.stream().map(Variant::words).toList() : List.of();
    return new HeldView(
        index(run, mapped, lengths, steps, rows),
        HeldView.padded(rows, lengths, steps),
        mapped.stream().map(each -> none).toList(),
        this::detail,
        (episode, detector) ->
            map.isEmpty() ? Optional.empty() : Optional.of(maps(map.get(), episode, detector)));
  }

  private PanelIndex index(
      OpenedRun<?> run, List<String> mapped, List<Integer> lengths, int steps, List<float[]> rows) {
    List<String> components = new ArrayList<>(variants.stream().map(Variant::words).toList());
    components.addAll(subject.worlds().eventWords());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < courses.size(); i++) {
      names.add(String.format(Locale.ROOT, "episode_%05d", i));
    }
    return new PanelIndex(
        subject.title(),
        subject.study(),
        run.id(),
        new PanelIndex.Words(
            "Episode",
            "Detectors (probability of firing) and named events",
            "Outcome",
            "The grid before the step",
            "",
            "",
            mapped.isEmpty() ? "" : "The detector with the agent in each cell"),
        steps,
        0,
        -1,
        components,
        1,
        mapped,
        names,
        lengths,
        outcomes(),
        HeldView.base(rows, POINTS),
        run.find(Phases.EVALUATE).map(PolicyEpisodes::effects).stream().toList(),
        List.of(),
        false);
  }

  private List<PanelIndex.Group> outcomes() {
    List<Integer> reached = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < courses.size(); i++) {
      (courses.get(i).returned > 0 ? reached : others).add(i);
    }
    List<PanelIndex.Group> groups = new ArrayList<>();
    if (!reached.isEmpty()) {
      groups.add(new PanelIndex.Group("reached", "reached the goal", reached));
    }
    if (!others.isEmpty()) groups.add(new PanelIndex.Group("others", "did not", others));
    return groups;
  }

  private static Story effects(Artifact evaluated) {
    PanelTable table =
        PanelTable.of(
            "Effects through the learned variable",
            evaluated.file("effects.parquet"),
            "seed",
            "variable",
            "fired_trained",
            "fired_uniform",
            "fired_manipulation",
            "to_uniform",
            "to_manipulation");
    return new Story(
        "",
        "Does the variable mediate the policy's effect?",
        null,
        "effects through each variable, seed by seed",
        List.of(),
        List.of(table));
  }

  private SampleDetail detail(int sample) throws IOException {
    Course course = courses.get(sample);
    List<String> events = subject.worlds().eventWords();
    ObjectWorld world = subject.worlds().make();
    List<Picture> frames = new ArrayList<>();
    List<String> happened = new ArrayList<>();
    for (byte[] each : course.snapshots) {
      world.restore(each);
      frames.add(world.render());
      List<String> holds = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) if (world.holds(i)) holds.add(events.get(i));
      happened.add(String.join(", ", holds));
    }
    List<SampleDetail.Line> lines = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      List<@Nullable Double> values = new ArrayList<>();
      for (float[] each : course.said) values.add((double) each[i]);
      lines.add(new SampleDetail.Line("Probability of firing: " + variants.get(i).words(), values));
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

  private FrameStrip maps(DetectorMap map, int episode, int detector) throws IOException {
    List<Picture> maps = new ArrayList<>();
    for (byte[] each : courses.get(episode).snapshots) {
      maps.add(map.draw(each, detectors.get(detector)));
    }
    return FrameStrip.of(variants.get(detector).words(), maps);
  }
}
