package io.fabula.envs.create;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.create.physics.Space;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The things of one episode and the space they move in. */
final class Stage {
  final Level level;
  final Space space = new Space(CreateConstants.SOLVER);
  final Thing target;
  final Thing goal;
  final @Nullable Thing marker;

  /** The level's other things that are still there; the marker, if any, is the first. */
  final List<Thing> scenery = new ArrayList<>();

  /** Tools and activators, in placing order. */
  final List<Thing> placed = new ArrayList<>();

  private final List<Thing> parts;
  private final ToolMaker toolMaker;
  private final boolean activeAtOnce;

  /** One shift {@code [x, y]} for each noise of the level. */
  private final double[][] shifts;

  /**
   * Sets up a level.
   *
   * @param shifts normalised, one for each noise of the level
   * @param activeAtOnce whether tools work without activators
   */
  Stage(Level level, double[][] shifts, boolean activeAtOnce) {
    this.level = level;
    this.shifts = shifts;
    this.activeAtOnce = activeAtOnce;
    Workshop workshop = new Workshop();
    toolMaker = new ToolMaker(workshop);
    LevelMaker levelMaker = new LevelMaker(workshop);
    for (LevelPart part : level.parts()) scenery.add(make(levelMaker, part));
    for (Thing thing : scenery) thing.addTo(space);
    target = make(levelMaker, level.target());
    target.addTo(space);
    goal = make(levelMaker, level.goal());
    goal.addTo(space);
    parts = List.copyOf(scenery);
    marker = level.hasMarker() ? scenery.get(0) : null;
  }

  private Thing make(LevelMaker maker, LevelPart part) {
    double x = part.x();
    double y = part.y();
    for (int i = 0; i < shifts.length; i++) {
      if (!level.noises().get(i).name().equals(part.noise())) continue;
      x += shifts[i][0];
      y += shifts[i][1];
    }
    return maker.make(part, CreateConstants.world(x), CreateConstants.world(y));
  }

  /** Puts a tool into the world, not yet counted as placed. */
  Thing put(Tool tool, double x, double y) {
    Thing thing =
        toolMaker.make(tool, CreateConstants.world(x), CreateConstants.world(y), activeAtOnce);
    thing.addTo(space);
    return thing;
  }

  /** Removes a station that was reached. */
  void removeScenery(Thing thing) {
    thing.removeFrom(space);
    scenery.remove(thing);
  }

  void advance() {
    space.step(CreateConstants.PHYSICS_STEP);
  }

  /** Whether everything is nearly at rest. */
  boolean still() {
    if (moves(target) || moves(goal)) return false;
    for (Thing thing : placed) if (moves(thing)) return false;
    for (Thing thing : scenery) if (moves(thing)) return false;
    return true;
  }

  private static boolean moves(Thing thing) {
    return thing.shape.body().speed() >= CreateConstants.SLOW;
  }

  static boolean inside(Thing thing) {
    double x = thing.shape.body().x();
    double y = thing.shape.body().y();
    return x > 0 && x < CreateConstants.WORLD && y > 0 && y < CreateConstants.WORLD;
  }

  /** Distance of the target from its start as a share of the diagonal, within the world. */
  double targetMoved() {
    double x = clip(target.shape.body().x()) - clip(target.x);
    double y = clip(target.shape.body().y()) - clip(target.y);
    return Math.sqrt(x * x + y * y) / Math.sqrt(8);
  }

  private static double clip(double world) {
    return Math.min(Math.max(CreateConstants.normalised(world), -1), 1);
  }

  void write(SnapshotWriter out) {
    for (double[] shift : shifts) out.put(shift);
    out.put(placed.size());
    for (Thing thing : placed) {
      Tool tool = thing.tool;
      if (tool == null) throw new IllegalStateException("only tools are placed");
      out.put(tool.id()).put(thing.x).put(thing.y);
    }
    for (Thing part : parts) out.put(scenery.contains(part));
    for (Thing thing : everything()) {
      out.put(thing.active).put(thing.touched).put(thing.captured);
    }
    space.write(out);
  }

  /** Sets up a level as it was when written. */
  static Stage read(SnapshotReader in, Level level, ToolCatalogue catalogue, boolean activeAtOnce) {
    double[][] shifts = new double[level.noises().size()][];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = in.nextDoubles();
      if (shifts[i].length != 2) throw new IllegalArgumentException("a shift has two numbers");
    }
    Stage stage = new Stage(level, shifts, activeAtOnce);
    int count = in.nextInt();
    for (int i = 0; i < count; i++) {
      Tool tool = catalogue.tool(in.nextInt());
      Thing thing = stage.toolMaker.make(tool, in.nextDouble(), in.nextDouble(), activeAtOnce);
      thing.addTo(stage.space);
      stage.placed.add(thing);
    }
    for (Thing part : stage.parts) if (!in.nextBoolean()) stage.removeScenery(part);
    for (Thing thing : stage.everything()) {
      if (in.nextBoolean() && !thing.active) thing.activate(stage.space);
      thing.touched = in.nextBoolean();
      thing.captured = in.nextBoolean();
    }
    stage.space.read(in);
    return stage;
  }

  private List<Thing> everything() {
    List<Thing> all = new ArrayList<>(parts);
    all.add(target);
    all.add(goal);
    all.addAll(placed);
    return all;
  }
}
