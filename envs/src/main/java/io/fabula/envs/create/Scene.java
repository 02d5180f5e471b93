package io.fabula.envs.create;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.create.drawing.DrawnScene;
import io.fabula.envs.create.physics.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects of one episode and the space they move in. */
final class Scene implements DrawnScene {
  final Level level;
  final Space space = new Space(CreateConstants.SOLVER);
  final SceneObject target;
  final SceneObject goal;
  final @Nullable SceneObject marker;

  /** The level's other objects that are still there; the marker, if any, is the first. */
  final List<SceneObject> scenery = new ArrayList<>();

  /** Tools and activators, in placing order. */
  final List<SceneObject> placed = new ArrayList<>();

  private final List<SceneObject> parts;
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
  Scene(Level level, double[][] shifts, boolean activeAtOnce) {
    this.level = level;
    this.shifts = shifts;
    this.activeAtOnce = activeAtOnce;
    PartFactory factory = new PartFactory();
    toolMaker = new ToolMaker(factory);
    LevelMaker levelMaker = new LevelMaker(factory);
    for (LevelPart part : level.parts()) scenery.add(make(levelMaker, part));
    for (SceneObject object : scenery) object.addTo(space);
    target = make(levelMaker, level.target());
    target.addTo(space);
    goal = make(levelMaker, level.goal());
    goal.addTo(space);
    parts = List.copyOf(scenery);
    marker = level.hasMarker() ? scenery.get(0) : null;
  }

  @Override
  public SceneObject target() {
    return target;
  }

  @Override
  public SceneObject goal() {
    return goal;
  }

  @Override
  public @Nullable SceneObject marker() {
    return marker;
  }

  @Override
  public List<SceneObject> scenery() {
    return scenery;
  }

  @Override
  public List<SceneObject> placed() {
    return placed;
  }

  private SceneObject make(LevelMaker maker, LevelPart part) {
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
  SceneObject put(Tool tool, double x, double y) {
    SceneObject object =
        toolMaker.make(tool, CreateConstants.world(x), CreateConstants.world(y), activeAtOnce);
    object.addTo(space);
    return object;
  }

  /** Where the tool lies that was placed last, normalised; activators are no tools. */
  Optional<Level.Place> lastTool() {
    for (int i = placed.size() - 1; i >= 0; i--) {
      SceneObject each = placed.get(i);
      if (each.isActivator()) continue;
      return Optional.of(
          new Level.Place(CreateConstants.normalised(each.x), CreateConstants.normalised(each.y)));
    }
    return Optional.empty();
  }

  /** Removes a station that was reached. */
  void removeScenery(SceneObject object) {
    object.removeFrom(space);
    scenery.remove(object);
  }

  void advance() {
    space.step(CreateConstants.PHYSICS_STEP);
  }

  /** Whether everything is nearly at rest. */
  boolean still() {
    if (moves(target) || moves(goal)) return false;
    for (SceneObject object : placed) if (moves(object)) return false;
    for (SceneObject object : scenery) if (moves(object)) return false;
    return true;
  }

  private static boolean moves(SceneObject object) {
    return object.shape.body().speed() >= CreateConstants.SLOW;
  }

  static boolean inside(SceneObject object) {
    double x = object.shape.body().x();
    double y = object.shape.body().y();
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
    for (SceneObject object : placed) {
      Tool tool = object.tool;
      if (tool == null) throw new IllegalStateException("only tools are placed");
      out.put(tool.id()).put(object.x).put(object.y);
    }
    for (SceneObject part : parts) out.put(scenery.contains(part));
    for (SceneObject object : everything()) {
      out.put(object.active).put(object.touched).put(object.captured);
    }
    space.write(out);
  }

  /** Sets up a level as it was when written. */
  static Scene read(SnapshotReader in, Level level, ToolCatalogue catalogue, boolean activeAtOnce) {
    double[][] shifts = new double[level.noises().size()][];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = in.nextDoubles();
      if (shifts[i].length != 2) throw new IllegalArgumentException("a shift has two numbers");
    }
    Scene scene = new Scene(level, shifts, activeAtOnce);
    int count = in.nextInt();
    for (int i = 0; i < count; i++) {
      Tool tool = catalogue.tool(in.nextInt());
      SceneObject object =
          scene.toolMaker.make(tool, in.nextDouble(), in.nextDouble(), activeAtOnce);
      object.addTo(scene.space);
      scene.placed.add(object);
    }
    for (SceneObject part : scene.parts) if (!in.nextBoolean()) scene.removeScenery(part);
    for (SceneObject object : scene.everything()) {
      if (in.nextBoolean() && !object.active) object.activate(scene.space);
      object.touched = in.nextBoolean();
      object.captured = in.nextBoolean();
    }
    scene.space.read(in);
    return scene;
  }

  private List<SceneObject> everything() {
    List<SceneObject> all = new ArrayList<>(parts);
    all.add(target);
    all.add(goal);
    all.addAll(placed);
    return all;
  }
}
