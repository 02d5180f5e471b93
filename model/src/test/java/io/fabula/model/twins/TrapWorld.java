package io.fabula.model.twins;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditVariant;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.edits.Sighting;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.envs.random.RandomStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A corridor with traps to jump over and lamps that mean nothing; the agent sees what the next cell
 * holds.
 */
final class TrapWorld implements EditableWorld, WorldEditor {
  static final int LENGTH = 12;
  static final int JUMP = 1;
  private static final EndingCause GOAL = new EndingCause("goal", "reached the end", true);
  private static final EndingCause TRAP = new EndingCause("trap", "stepped into a trap", false);
  private static final FeatureSpec TRAPS = new FeatureSpec("trap", "traps", List.of("trap"), false);
  private static final FeatureSpec LAMPS = new FeatureSpec("lamp", "lamps", List.of(), true);
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "traps",
          new ObservationSpace.Vector(List.of("trap", "lamp", "one"), 0, 1),
          new ActionSpace.Discrete(List.of("walk", "jump")),
          LENGTH,
          0,
          10);

  private int traps;
  private int lamps;
  private int at;
  private boolean trapped;
  private double reward;

  private boolean trap(int cell) {
    return (traps >> cell & 1) == 1;
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed) {
    RandomStream random = new RandomStream(seed);
    traps = 0;
    lamps = 0;
    for (int i = 2; i < LENGTH; i++) {
      if (random.nextInt(5) == 0) traps |= 1 << i;
      if (random.nextInt(3) == 0) lamps |= 1 << i;
    }
    at = 0;
    trapped = false;
    reward = 0;
  }

  @Override
  public void step(Action action) {
    at++;
    trapped = trap(at) && ((Action.Discrete) action).index() != JUMP;
    reward = !trapped && at == LENGTH ? 10 : 0;
  }

  @Override
  public double reward() {
    return reward;
  }

  @Override
  public boolean terminated() {
    return trapped || at == LENGTH;
  }

  @Override
  public boolean truncated() {
    return false;
  }

  @Override
  public void observe(float[] target, int offset) {
    show(traps, lamps, target, offset);
  }

  private void show(int seenTraps, int seenLamps, float[] target, int offset) {
    target[offset] = seenTraps >> (at + 1) & 1;
    target[offset + 1] = seenLamps >> (at + 1) & 1;
    target[offset + 2] = 1;
  }

  @Override
  public ActionSet availableActions() {
    return ActionSet.all(2);
  }

  @Override
  public byte[] snapshot() {
    return ByteBuffer.allocate(16)
        .putInt(traps)
        .putInt(lamps)
        .putInt(at)
        .putInt(trapped ? 1 : 0)
        .array();
  }

  @Override
  public void restore(byte[] snapshot) {
    ByteBuffer bytes = ByteBuffer.wrap(snapshot);
    traps = bytes.getInt();
    lamps = bytes.getInt();
    at = bytes.getInt();
    trapped = bytes.getInt() == 1;
    reward = 0;
  }

  @Override
  public Picture render() {
    throw new UnsupportedOperationException("nothing to see");
  }

  @Override
  public WorldEditor editor() {
    return this;
  }

  @Override
  public List<FeatureSpec> features() {
    return List.of(TRAPS, LAMPS);
  }

  @Override
  public List<EditSpec> edits() {
    return List.of(new EditSpec("trap-added", "trap", true, "a trap ahead", "a lamp ahead"));
  }

  @Override
  public List<EndingCause> causes() {
    return List.of(GOAL, TRAP);
  }

  @Override
  public Sighting sight(String feature) {
    int there = feature.equals("trap") ? traps : lamps;
    return (there >> (at + 1) & 1) == 1 ? Sighting.at(0) : Sighting.NONE;
  }

  @Override
  public boolean allows(String edit) {
    return at + 1 < LENGTH && !trap(at + 1) && (lamps >> (at + 1) & 1) == 0;
  }

  @Override
  public int apply(String edit, EditVariant variant) {
    if (variant == EditVariant.EDIT) traps |= 1 << (at + 1);
    else lamps |= 1 << (at + 1);
    return 1;
  }

  @Override
  public boolean has(String feature) {
    return (feature.equals("trap") ? traps : lamps) != 0;
  }

  @Override
  public boolean removeAll(String feature) {
    boolean any = has(feature);
    if (feature.equals("trap")) traps = 0;
    else lamps = 0;
    return any;
  }

  @Override
  public boolean observeWithout(String feature, byte[] target, int offset) {
    throw new UnsupportedOperationException("floats only");
  }

  @Override
  public boolean observeWithout(String feature, float[] target, int offset) {
    boolean trap = feature.equals("trap");
    show(trap ? 0 : traps, trap ? lamps : 0, target, offset);
    return has(feature);
  }

  @Override
  public Optional<EndingCause> cause() {
    if (trapped) return Optional.of(TRAP);
    return at == LENGTH ? Optional.of(GOAL) : Optional.empty();
  }

  @Override
  public AgentPlace place() {
    return new AgentPlace(at, 0);
  }

  @Override
  public void moveAgent(AgentPlace place) {
    at = (int) place.x();
  }

  @Override
  public List<String> phases() {
    return List.of("walking");
  }

  @Override
  public String phase() {
    return "walking";
  }

  @Override
  public List<String> measures() {
    return List.of("place");
  }

  @Override
  public void measure(float[] target, int offset) {
    target[offset] = at;
  }

  @Override
  public List<ActionGroup> actionGroups() {
    return ActionGroup.each(List.of("walk", "jump"));
  }
}
