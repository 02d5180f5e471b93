package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.*;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * The Dig Lava Grid World of AGILE (ICLR 2022): the way to the goal crosses an orange and a pink
 * river of lava. Both can be walked around; in episodes whose set of skills holds the right dig,
 * lava can be entered and dug away in time, which is shorter.
 *
 * <p>An action names a skill by its id ({@link DigLavaSkill#id}); the set of the episode is {@link
 * #availableActions()}. The observation is flat and byte-valued: the type ids of all cells, index
 * {@code x * size + y}, then the agent's position as a one-hot map of the same layout; the
 * direction and the set are not observed.
 */
public final class DigLava implements EditableWorld {
  private static final String NAME = "diglava";
  private static final int SNAPSHOT_VERSION = 1;

  private final DigLavaOptions options;
  private final EnvironmentSpec spec;
  private final DigLavaSkillSets sets;
  private final int[] emptyCells;
  private final byte[] observed;
  private final DigLavaEditor editor;
  private DigLavaDynamics dynamics;
  private ActionSet available;
  private int availableMask;
  private boolean begun;

  /** The published world. */
  public DigLava() {
    this(DigLavaOptions.DEFAULTS);
  }

  /** A variant of the world. */
  public DigLava(DigLavaOptions options) {
    this.options = options;
    editor = new DigLavaEditor(this);
    sets = new DigLavaSkillSets(options.skills());
    dynamics = new DigLavaDynamics(options);
    dynamics.begin(DigLavaGrid.start(options.size()), RIGHT);
    emptyCells = emptyCells(dynamics.cells);
    observed = new byte[observationSize(options)];
    available = sets.draw(new RandomStream(0));
    availableMask = mask(available);
    DigLavaOptions.Rewards rewards = options.rewards();
    double worst =
        Math.min(0, -2 * rewards.lavaPenalty()) // a diagonal may pay it twice
            - (rewards.stateVisitation() ? VISIT_REWARD * dynamics.cells.length : 0);
    double best = GOAL_REWARD + Math.max(0, -2 * rewards.lavaPenalty());
    spec =
        new EnvironmentSpec(
            NAME,
            new ObservationSpace.Grid(List.of(observed.length), SYMBOLS),
            new ActionSpace.VariableSet(
                DigLavaSkill.COUNT, sets.size(), DigLavaSkill.REPRESENTATION_SIZE, List.of()),
            options.maximumSteps(),
            worst,
            best);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  /** The variant that this is. */
  public DigLavaOptions options() {
    return options;
  }

  @Override
  public void reset(long seed) {
    RandomStream stream = new RandomStream(seed);
    available = sets.draw(stream);
    availableMask = mask(available);
    if (options.rewards().subgoals()) {
      dynamics.begin(DigLavaGrid.start(options.size()), RIGHT);
    } else {
      int start = emptyCells[stream.nextInt(emptyCells.length)];
      dynamics.begin(start, stream.nextInt(4));
    }
    begun = true;
  }

  /**
   * Begins an episode by hand, with no draw at all.
   *
   * @param skills ids of the available skills in order, without repeats; their number is free
   * @param x column of the start, not a wall
   * @param y row of the start, downwards
   * @param direction 0 right, 1 down, 2 left, 3 up
   */
  public void reset(int[] skills, int x, int y, int direction) {
    int size = options.size();
    if (x < 1 || y < 1 || x > size - 2 || y > size - 2 || direction < 0 || direction > 3) {
      throw new IllegalArgumentException(
          "start must be within 1.."
              + (size - 2)
              + " with a direction within 0..3, got ("
              + x
              + ", "
              + y
              + ") and "
              + direction);
    }
    setAvailable(skills);
    dynamics.begin(x * size + y, direction);
    begun = true;
  }

  /**
   * Replaces the available skills in the middle of an episode: an intervention on the set alone.
   *
   * @param skills ids in order, without repeats; their number is free
   */
  public void setAvailable(int... skills) {
    available = DigLavaSkillSets.of(skills);
    availableMask = mask(available);
  }

  @Override
  public void step(Action action) {
    if (!(action instanceof Action.Discrete chosen)
        || chosen.index() < 0
        || chosen.index() >= DigLavaSkill.COUNT) {
      throw new IllegalArgumentException(
          "action must be the id of a skill, 0.."
              + (DigLavaSkill.COUNT - 1)
              + " without parameters, got "
              + action);
    }
    if ((availableMask >> chosen.index() & 1) == 0) {
      throw new IllegalArgumentException(
          "skill "
              + chosen.index()
              + " ("
              + DigLavaSkill.ALL[chosen.index()].label()
              + ") is not in this episode's set "
              + available);
    }
    EpisodeProgress.checkRunning(NAME, begun, done());
    dynamics.step(DigLavaSkill.ALL[chosen.index()]);
  }

  @Override
  public double reward() {
    return dynamics.reward;
  }

  @Override
  public boolean terminated() {
    return dynamics.terminated;
  }

  @Override
  public boolean truncated() {
    return dynamics.truncated;
  }

  /** Whether the goal was reached. */
  @Override
  public boolean completed() {
    return dynamics.success;
  }

  @Override
  public void observe(float[] target, int offset) {
    observe(observed, 0);
    ObservationSpace.toFloats(observed, target, offset);
  }

  @Override
  public void observe(byte[] target, int offset) {
    byte[] cells = dynamics.cells;
    System.arraycopy(cells, 0, target, offset, cells.length);
    int end = offset + cells.length;
    if (options.observation().positionMap()) {
      for (int i = 0; i < cells.length; i++) target[end + i] = 0;
      target[end + dynamics.at] = 1;
      end += cells.length;
    } else {
      target[end++] = (byte) x();
      target[end++] = (byte) y();
    }
    if (options.observation().digAvailability()) {
      target[end] = (byte) has(DigLavaSkill.DIG_ORANGE);
      target[end + 1] = (byte) has(DigLavaSkill.DIG_PINK);
    }
  }

  @Override
  public ActionSet availableActions() {
    return available;
  }

  @Override
  public String describe(Action action) {
    spec.actions().check(action);
    return DigLavaSkill.ALL[((Action.Discrete) action).index()].label();
  }

  /** The agent's column. */
  public int x() {
    return dynamics.at / options.size();
  }

  /** The agent's row, downwards. */
  public int y() {
    return dynamics.at % options.size();
  }

  /** Where the agent faces: 0 right, 1 down, 2 left, 3 up. */
  public int direction() {
    return dynamics.direction;
  }

  /** The episode so far. */
  public DigLavaEpisode episode() {
    return dynamics.episode();
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(NAME, SNAPSHOT_VERSION);
    dynamics.save(out);
    return out.put(available.ids()).put(begun).toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, NAME, SNAPSHOT_VERSION);
    DigLavaDynamics restored = new DigLavaDynamics(options);
    restored.load(in);
    ActionSet restoredSet = DigLavaSkillSets.of(in.nextInts());
    boolean restoredBegun = in.nextBoolean();
    in.end();
    dynamics = restored;
    available = restoredSet;
    availableMask = mask(restoredSet);
    begun = restoredBegun;
  }

  @Override
  public Picture render() {
    return DigLavaDrawing.draw(this, dynamics);
  }

  @Override
  public DigLavaEditor editor() {
    return editor;
  }

  DigLavaDynamics dynamics() {
    return dynamics;
  }

  private int has(DigLavaSkill skill) {
    return availableMask >> skill.id() & 1;
  }

  private static int mask(ActionSet set) {
    int mask = 0;
    for (int id : set.ids()) mask |= 1 << id;
    return mask;
  }

  private static int observationSize(DigLavaOptions options) {
    int cells = options.size() * options.size();
    return cells
        + (options.observation().positionMap() ? cells : 2)
        + (options.observation().digAvailability() ? 2 : 0);
  }

  private static int[] emptyCells(byte[] cells) {
    int[] found = new int[cells.length];
    int count = 0;
    for (int i = 0; i < cells.length; i++) if (cells[i] == EMPTY) found[count++] = i;
    return Arrays.copyOf(found, count);
  }
}
