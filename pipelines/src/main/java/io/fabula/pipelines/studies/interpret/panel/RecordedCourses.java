package io.fabula.pipelines.studies.interpret.panel;

import io.fabula.envs.Action;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.pipelines.datasets.EpisodeInfo;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.live.Moment;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.interpret.stages.RolloutStart;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The recorded episodes that simulated rollouts began from. */
final class RecordedCourses {
  private static final int KEPT = 16;

  private final Artifact rollouts;
  private final Map<Integer, RolloutStart> starts;
  private final Map<Integer, Course> courses = new LinkedHashMap<>();

  private record Course(EpisodeInfo episode, List<Row> rows) {}

  /**
   * @param rollouts the recording
   * @param samples the simulated rollouts
   * @param contextFrames how many recorded frames each began from
   */
  RecordedCourses(Artifact rollouts, Artifact samples, int contextFrames) {
    this.rollouts = rollouts;
    starts = RolloutStart.read(samples.files("inits/"), contextFrames, id -> true);
  }

  /** Names of the actions. */
  List<String> actions() {
    return new RolloutReader(rollouts, "action").spaces().action().names();
  }

  /** Where a rollout began. */
  Optional<RolloutStart> start(int sample) {
    return Optional.ofNullable(starts.get(sample));
  }

  /**
   * What was recorded from the same beginning; shorter where the episode ended.
   *
   * @param steps most frames
   */
  Optional<FrameStrip> frames(int sample, int steps) throws IOException {
    RolloutStart start = starts.get(sample);
    if (start == null) return Optional.empty();
    Course course = course(start.episode());
    List<byte[]> frames = new ArrayList<>();
    int side = 0;
    for (int i = 0; i < steps && start.shown() + i < course.rows().size(); i++) {
      Row row = course.rows().get(start.shown() + i);
      side = row.schema().column("observation").shape().get(0);
      frames.add(row.bytes("observation"));
    }
    return frames.isEmpty()
        ? Optional.empty()
        : Optional.of(FrameStrip.ofBytes("recorded", frames, side));
  }

  /**
   * The world at a step of a rollout's beginning, which is played again from the level's seed.
   *
   * @throws IllegalArgumentException if there is no such moment; the message is for people
   */
  Moment moment(Subject subject, int sample, int step) {
    RolloutStart start = starts.get(sample);
    if (start == null) {
      throw new IllegalArgumentException(
          "this rollout began from no recorded episode, so that there is no world to change");
    }
    Course course = course(start.episode());
    int at = start.shown() + step;
    if (at >= course.rows().size() - 1) {
      throw new IllegalArgumentException(
          "the recorded episode ended before step %d; choose a step below %d"
              .formatted(step, course.rows().size() - 1 - start.shown()));
    }
    EditableWorld world = subject.newWorld();
    world.reset(course.episode().levelSeed());
    for (int t = 0; t < at; t++) world.step(Action.of(course.rows().get(t).integer("action")));
    Row row = course.rows().get(at);
    if (!sees(world, row.bytes("observation"))) {
      throw new IllegalArgumentException(
          "episode %d does not play again as it was recorded; record again with this version"
              .formatted(start.episode()));
    }
    return new Moment(course.episode().levelSeed(), at, world.snapshot(), row.floats("hx_in"));
  }

  private static boolean sees(EditableWorld world, byte[] recorded) {
    ObservationSpace space = world.spec().observations();
    byte[] now = new byte[space.size()];
    world.observe(now, 0);
    return Arrays.equals(now, recorded);
  }

  private Course course(int episode) {
    Course known = courses.get(episode);
    if (known != null) return known;
    if (courses.size() >= KEPT) courses.remove(courses.keySet().iterator().next());
    new RolloutReader(rollouts, "observation", "action", "hx_in")
        .read(Set.of(episode), (info, rows) -> courses.put(episode, new Course(info, rows)));
    return Objects.requireNonNull(courses.get(episode)); // or the reader has refused
  }
}
