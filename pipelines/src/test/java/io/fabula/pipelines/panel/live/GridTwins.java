package io.fabula.pipelines.panel.live;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WatchedCourse;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.GridAgent;
import io.fabula.pipelines.stories.Subject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** A small agent in a small DoorKey, whose twins can be played. */
public final class GridTwins implements LiveWorld, AutoCloseable {
  private static final int SIZE = 5;
  private static final int COMPONENTS = 3;

  /** The world. */
  record Rooms() implements Subject {
    @Override
    public EditableWorld newWorld() {
      return new DoorKey(SIZE, DoorKeyView.FULL);
    }

    @Override
    public RecurrentNetwork agent(Artifact artifact) {
      return newAgent();
    }
  }

  private static GridAgent newAgent() {
    return new GridAgent(new Rooms().newWorld().spec(), 7, 1.5);
  }

  private final List<WatchedCourse> courses;
  private final Projector projector;
  private final LiveTwins twins;

  public GridTwins() {
    try (SteppingAgent player = new SteppingAgent(newAgent())) {
      courses =
          WatchedCourse.play(
              new Rooms().newWorld(),
              List.of(player),
              LongStream.range(0, 20).toArray(),
              new WatchedCourse.Options(40, 4, 1));
    }
    projector = rotated();
    twins = new LiveTwins(new Rooms(), newAgent(), projector, 1);
  }

  /** Three components that are turned coordinates of the state. */
  private static Projector rotated() {
    int width = GridAgent.STATE;
    double[] mean = new double[width];
    double[] deviation = new double[width];
    double[] ones = new double[width];
    Arrays.fill(mean, 0.1);
    Arrays.fill(deviation, 0.5);
    Arrays.fill(ones, 1);
    Matrix turn = Matrix.of(new double[][] {{0.6, -0.8, 0}, {0.8, 0.6, 0}, {0, 0, 1}});
    return new Projector(
        new Standardisation(mean, deviation),
        new PrincipalComponents(new double[width], Matrix.identity(width), ones, width, 1000),
        new double[COMPONENTS],
        new double[] {1, 1, 1},
        turn,
        turn.transposed());
  }

  Projector projector() {
    return projector;
  }

  Moment moment(int sample, int step) {
    WatchedCourse course = courses.get(sample);
    return new Moment(course.level(), step, course.snapshot(step), course.before(0, step));
  }

  @Override
  public List<Choice> edits() {
    return twins.edits();
  }

  @Override
  public Comparison compare(Intervention asked) throws IOException {
    return twins.compare(moment(asked.sample(), asked.step()), asked);
  }

  @Override
  public void close() {
    twins.close();
  }
}
