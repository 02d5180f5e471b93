package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.GOAL_REWARD;
import static io.fabula.envs.diglava.DigLavaConstants.ORANGE_LAVA;
import static io.fabula.envs.diglava.DigLavaConstants.PINK_LAVA;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.objects.ObjectWorld;
import java.util.Arrays;
import java.util.List;

/**
 * Dig Lava in which every episode has the published set with both dig skills, so that its actions
 * are fixed: right, down, left, up, turn left (which waits), dig orange, dig pink.
 *
 * <p>The observation is {@link ObjectView#PLANES}: for each cell (index {@code (x * size + y) * 3})
 * whether there is orange lava, pink lava, the agent; last, whether the next step begun in lava
 * kills. It leaves out which cells were visited, which decides 0.01 of some rewards. Rewards are in
 * units of the goal's largest, 100.
 */
public final class DigLavaWithBothDigs implements ObjectWorld {
  private static final int PLANES_PER_CELL = 3;
  private static final int ORANGE_PLANE = 0;
  private static final int PINK_PLANE = 1;
  private static final int AGENT_PLANE = 2;
  private static final int[] SKILLS = {0, 1, 2, 3, 8, 11, 12};

  private final DigLava world;
  private final EnvironmentSpec spec;
  private final ActionSet available = ActionSet.all(SKILLS.length);
  private final byte[] observed;

  /**
   * @param options of the world; episodes begin at the start between the walls where sub-goals pay
   */
  public DigLavaWithBothDigs(DigLavaOptions options) {
    world = new DigLava(options);
    int cells = options.size() * options.size();
    observed = new byte[cells * PLANES_PER_CELL + 1];
    spec =
        new EnvironmentSpec(
            "diglava-both-digs-" + options.size(),
            new ObservationSpace.Grid(List.of(observed.length), 2),
            new ActionSpace.Discrete(
                Arrays.stream(SKILLS).mapToObj(id -> DigLavaSkill.of(id).label()).toList()),
            options.maximumSteps(),
            world.spec().minimumReward() / GOAL_REWARD,
            world.spec().maximumReward() / GOAL_REWARD);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public void reset(long seed) {
    world.reset(seed);
    world.setAvailable(SKILLS);
  }

  @Override
  public void step(Action action) {
    spec.actions().check(action);
    world.step(Action.of(SKILLS[((Action.Discrete) action).index()]));
  }

  @Override
  public double reward() {
    return world.reward() / GOAL_REWARD;
  }

  @Override
  public boolean terminated() {
    return world.terminated();
  }

  @Override
  public boolean truncated() {
    return world.truncated();
  }

  @Override
  public boolean completed() {
    return world.completed();
  }

  @Override
  public List<String> events() {
    return DigLavaEvent.NAMES;
  }

  @Override
  public boolean holds(int event) {
    return DigLavaEvent.ALL.get(event).holds(world);
  }

  @Override
  public int layout() {
    return 0;
  }

  @Override
  public int steps() {
    return world.dynamics().steps;
  }

  @Override
  public int size(ObjectView view) {
    return observed.length;
  }

  @Override
  public void observe(ObjectView view, byte[] target, int offset) {
    byte[] cells = world.dynamics().cells;
    for (int cell = 0; cell < cells.length; cell++) {
      int at = offset + cell * PLANES_PER_CELL;
      target[at + ORANGE_PLANE] = (byte) (cells[cell] == ORANGE_LAVA ? 1 : 0);
      target[at + PINK_PLANE] = (byte) (cells[cell] == PINK_LAVA ? 1 : 0);
      target[at + AGENT_PLANE] = 0;
    }
    int last = offset + cells.length * PLANES_PER_CELL;
    target[last] = 0;
    if (view == ObjectView.OBJECTS) return;
    target[offset + world.dynamics().at * PLANES_PER_CELL + AGENT_PLANE] = 1;
    if (world.dynamics().lavaCount > 0) target[last] = 1;
  }

  @Override
  public void observe(float[] target, int offset) {
    observe(observed, 0);
    ObservationSpace.toFloats(observed, target, offset);
  }

  @Override
  public void observe(byte[] target, int offset) {
    observe(ObjectView.PLANES, target, offset);
  }

  @Override
  public ActionSet availableActions() {
    return available;
  }

  @Override
  public byte[] snapshot() {
    return world.snapshot();
  }

  @Override
  public void restore(byte[] snapshot) {
    world.restore(snapshot);
  }

  @Override
  public Picture render() {
    return world.render();
  }
}
