package io.fabula.pipelines.panel.live;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.HiddenStateReduction;
import io.fabula.analysis.decomposition.IndependentComponents;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.analysis.decomposition.Projector;
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
import java.util.ArrayList;
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
    List<double[]> rows = new ArrayList<>();
    for (WatchedCourse course : courses) {
      for (int t = 0; t < course.length(); t++) {
        float[] state = course.after(0, t);
        double[] row = new double[state.length];
        for (int i = 0; i < row.length; i++) row[i] = state[i];
        rows.add(row);
      }
    }
    projector =
        HiddenStateReduction.fit(
                Matrix.of(rows.toArray(double[][]::new)),
                new HiddenStateReduction.Options(
                    COMPONENTS,
                    NeighbourOutliers.Options.PUBLISHED,
                    new IndependentComponents.Options(0.05, 500, 1, 1)))
            .projector();
    twins = new LiveTwins(new Rooms(), newAgent(), projector, 1);
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
