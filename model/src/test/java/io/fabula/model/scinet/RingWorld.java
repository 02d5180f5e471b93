package io.fabula.model.scinet;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.coordinates.CoordinateWorld;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Two rings of cells that turn one way each, and do not touch each other: one objective asks for
 * the place 0 of one of them.
 */
final class RingWorld implements CoordinateWorld {
  private static final int LIMIT = 40;

  private final int cells;
  private final int ring;
  private final EnvironmentSpec spec;
  private final int[] place = new int[2];
  private EpisodeProgress progress = new EpisodeProgress();

  RingWorld(int cells, int ring) {
    this.cells = cells;
    this.ring = ring;
    spec =
        new EnvironmentSpec(
            "rings",
            new ObservationSpace.Vector(
                java.util.stream.IntStream.range(0, 2 * cells).mapToObj(i -> "n" + i).toList(),
                0,
                1),
            new ActionSpace.Discrete(List.of("turn a", "turn a back", "turn b", "turn b back")),
            LIMIT,
            0,
            1);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public void reset(long seed) {
    RandomStream random = new RandomStream(seed);
    do {
      for (int i = 0; i < 2; i++) place[i] = random.nextInt(cells);
    } while (place[ring] == 0);
    progress.begin();
  }

  @Override
  public void step(Action action) {
    spec.actions().check(action);
    progress.checkRunning("rings");
    int move = ((Action.Discrete) action).index();
    place[move / 2] = Math.floorMod(place[move / 2] + (move % 2 == 0 ? 1 : -1), cells);
    boolean reached = place[ring] == 0;
    progress.advance(reached ? 1 : 0, reached, LIMIT);
  }

  @Override
  public double reward() {
    return progress.reward();
  }

  @Override
  public boolean terminated() {
    return progress.terminated();
  }

  @Override
  public boolean truncated() {
    return progress.truncated();
  }

  @Override
  public boolean completed() {
    return progress.terminated();
  }

  @Override
  public void observe(float[] target, int offset) {
    observeAt(target, offset, place);
  }

  @Override
  public void observeAt(float[] target, int offset, int... state) {
    Arrays.fill(target, offset, offset + 2 * cells, 0);
    target[offset + state[0]] = 1;
    target[offset + cells + state[1]] = 1;
  }

  @Override
  public ActionSet availableActions() {
    return ActionSet.all(4);
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter("rings", 1).put(place);
    progress.write(out);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, "rings", 1);
    int[] saved = in.nextInts();
    progress = EpisodeProgress.read(in);
    in.end();
    System.arraycopy(saved, 0, place, 0, 2);
  }

  @Override
  public Picture render() {
    throw new UnsupportedOperationException("nobody looks at rings");
  }

  @Override
  public List<Coordinate> coordinates() {
    return List.of(new Coordinate("a", cells), new Coordinate("b", cells));
  }

  @Override
  public int coordinate(int index) {
    return place[index];
  }

  @Override
  public boolean matters(int index) {
    return index == ring;
  }

  @Override
  public boolean exists(int... state) {
    return true;
  }

  @Override
  public boolean canStart(int... start) {
    return start[ring] != 0;
  }

  @Override
  public void resetAt(int... start) {
    System.arraycopy(start, 0, place, 0, 2);
    progress.begin();
  }

  @Override
  public OptionalInt optimalStepsFrom(int... start) {
    return OptionalInt.of(Math.min(start[ring], cells - start[ring]));
  }
}
