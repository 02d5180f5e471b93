package io.fabula.envs.coinrun;

import io.fabula.envs.ObservationSpace;
import io.fabula.envs.coinrun.Terrain.Pit;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditVariant;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.edits.Sighting;
import io.fabula.envs.edits.WorldEditor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads and edits a CoinRun level while it is played: named edits with placebos, and single changes
 * for whoever makes experiments of their own. Columns count from the left, rows from the bottom.
 */
public final class CoinRunEditor implements WorldEditor {
  private static final List<FeatureSpec> FEATURES =
      Arrays.stream(CoinRunFeature.values()).map(CoinRunFeature::spec).toList();
  private static final List<EditSpec> EDITS =
      Arrays.stream(CoinRunEditKind.values()).map(CoinRunEditKind::spec).toList();
  private static final List<String> PHASES = List.of("ground", "rising", "falling");
  private static final List<String> FOOTINGS = List.of("ground", "crate", "plank");
  private static final List<ActionGroup> GROUPS =
      List.of(
          new ActionGroup("right", List.of(6, 7)),
          new ActionGroup("right+up", List.of(8)),
          new ActionGroup("up", List.of(5)),
          new ActionGroup("left", List.of(0, 1, 2)),
          new ActionGroup("none", List.of(3, 4, 9, 10, 11, 12, 13, 14)));

  private final CoinRun world;
  private final Scene scratch = new Scene();

  CoinRunEditor(CoinRun world) {
    this.world = world;
  }

  private Scene scene() {
    return world.begun().scene;
  }

  @Override
  public List<FeatureSpec> features() {
    return FEATURES;
  }

  @Override
  public List<EditSpec> edits() {
    return EDITS;
  }

  @Override
  public List<EndingCause> causes() {
    return CoinRunEndings.ALL;
  }

  @Override
  public Sighting sight(String feature) {
    return CoinRunFeature.named(feature).sight(new Surroundings(scene()));
  }

  @Override
  public boolean allows(String edit) {
    CoinRunEditKind kind = CoinRunEditKind.named(edit);
    for (boolean placebo : new boolean[] {false, true}) {
      scratch.copyAllButRandom(scene());
      if (kind.apply(scratch, placebo) == 0) return false;
    }
    return true;
  }

  @Override
  public int apply(String edit, EditVariant variant) {
    if (!allows(edit)) {
      throw new IllegalStateException("the state does not allow " + edit + " and its placebo");
    }
    return CoinRunEditKind.named(edit).apply(scene(), variant == EditVariant.PLACEBO);
  }

  @Override
  public boolean has(String feature) {
    scratch.copyAllButRandom(scene());
    return CoinRunFeature.named(feature).removeAll(scratch);
  }

  @Override
  public boolean removeAll(String feature) {
    return CoinRunFeature.named(feature).removeAll(scene());
  }

  @Override
  public boolean observeWithout(String feature, byte[] target, int offset) {
    scratch.copyAllButRandom(scene());
    boolean any = CoinRunFeature.named(feature).removeAll(scratch);
    world.draw(scratch, target, offset);
    return any;
  }

  @Override
  public boolean observeWithout(String feature, float[] target, int offset) {
    byte[] bytes = new byte[world.spec().observations().size()];
    boolean any = observeWithout(feature, bytes, 0);
    ObservationSpace.toFloats(bytes, target, offset);
    return any;
  }

  @Override
  public Optional<EndingCause> cause() {
    return CoinRunEndings.of(world.begun());
  }

  @Override
  public AgentPlace place() {
    Entities entities = scene().entities;
    return new AgentPlace(entities.x[Entities.PLAYER], entities.y[Entities.PLAYER]);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the agent would not be inside the world, or inside ground
   */
  @Override
  public void moveAgent(AgentPlace place) {
    Scene scene = scene();
    Entities e = scene.entities;
    float x = (float) place.x();
    float y = (float) place.y();
    requireFree(scene.grid, x, y, e.rx[Entities.PLAYER], e.ry[Entities.PLAYER]);
    e.x[Entities.PLAYER] = x;
    e.y[Entities.PLAYER] = y;
    scene.lastY = y;
    scene.hasSupport = new Surroundings(scene).supported();
  }

  private static void requireFree(Grid grid, float x, float y, float rx, float ry) {
    double margin = 0.01;
    for (int c = (int) Math.floor(x - rx + margin); c <= (int) Math.floor(x + rx - margin); c++) {
      for (int row = (int) Math.floor(y - ry + margin);
          row <= (int) Math.floor(y + ry - margin);
          row++) {
        if (Terrain.isGround(grid.at(c, row))) {
          throw new IllegalArgumentException(
              "the agent needs free cells, (" + c + ", " + row + ") is ground");
        }
      }
    }
  }

  @Override
  public List<String> phases() {
    return PHASES;
  }

  @Override
  public String phase() {
    Surroundings around = new Surroundings(scene());
    if (around.supported()) return PHASES.get(0);
    return PHASES.get(around.entities.vy[Entities.PLAYER] > 0 ? 1 : 2);
  }

  @Override
  public List<String> footings() {
    return FOOTINGS;
  }

  /** A plank lies over a pit; the published text calls it an island. */
  @Override
  public Optional<String> footing() {
    Surroundings around = new Surroundings(scene());
    if (!around.supported()) return Optional.empty();
    if (scene().onCrate) return Optional.of(FOOTINGS.get(1));
    boolean overPit = Terrain.pit(scene().grid, around.column) != null && around.foot > 1;
    return Optional.of(FOOTINGS.get(overPit ? 2 : 0));
  }

  @Override
  public List<String> measures() {
    return CoinRunMeasures.NAMES;
  }

  @Override
  public void measure(float[] target, int offset) {
    CoinRunMeasures.write(scene(), target, offset);
  }

  @Override
  public List<ActionGroup> actionGroups() {
    return GROUPS;
  }

  /** Saws, enemies and crates, in the order of the level. */
  public List<CoinRunThing> things() {
    Entities e = scene().entities;
    List<CoinRunThing> things = new ArrayList<>();
    for (int i = 1; i < e.lasting; i++) {
      for (CoinRunThing.Kind kind : CoinRunThing.Kind.values()) {
        if (kind.type == e.type[i]) things.add(new CoinRunThing(kind, e.x[i], e.y[i]));
      }
    }
    return things;
  }

  /**
   * Removes a thing.
   *
   * @throws IllegalArgumentException if there is no such thing at exactly that place
   */
  public void remove(CoinRunThing thing) {
    Entities e = scene().entities;
    for (int i = 1; i < e.lasting; i++) {
      if (e.type[i] == thing.kind().type && e.x[i] == thing.x() && e.y[i] == thing.y()) {
        SceneEdits.remove(e, i);
        return;
      }
    }
    throw new IllegalArgumentException("there is no " + thing);
  }

  /**
   * Puts a thing into a cell; an enemy rests there.
   *
   * @throws IllegalArgumentException if the cell is not free
   */
  public CoinRunThing place(CoinRunThing.Kind kind, int column, int row) {
    Scene scene = scene();
    byte there = scene.grid.at(column, row);
    if (!Terrain.isFree(there)) {
      throw new IllegalArgumentException(
          "a thing needs a free cell, (" + column + ", " + row + ") is not");
    }
    int image =
        switch (kind) {
          case SAW -> SceneEdits.sawImage(scene);
          case ENEMY -> Entities.IMAGE_ENEMY;
          case CRATE -> Entities.CRATE;
        };
    int i = SceneEdits.place(scene.entities, kind.type, column + 0.5, row + 0.5, image);
    return new CoinRunThing(kind, scene.entities.x[i], scene.entities.y[i]);
  }

  /** Where coins are, from the lowest row; usually one. */
  public List<CoinRunCell> coins() {
    byte[] cells = scene().grid.cells;
    List<CoinRunCell> coins = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] == Grid.COIN) coins.add(new CoinRunCell(i % Grid.SIZE, i / Grid.SIZE));
    }
    return coins;
  }

  /** Removes every coin. */
  public void removeCoins() {
    CoinRunFeature.COIN.removeAll(scene());
  }

  /**
   * Fills the pit that a column belongs to, up to its edge.
   *
   * @throws IllegalArgumentException if the column belongs to no pit
   */
  public void fillPit(int column) {
    Pit pit = Terrain.pit(scene().grid, column);
    if (pit == null) {
      throw new IllegalArgumentException("column must be one of a pit, got " + column);
    }
    SceneEdits.fill(scene(), pit);
  }

  /** Height of the ground of a column, in cells from the bottom. */
  public int height(int column) {
    return Terrain.height(scene().grid, column);
  }

  /**
   * Raises the ground of columns.
   *
   * @param from first column, at least 1
   * @param to last column, at most 62
   * @param cells how much, at least 1
   * @throws IllegalArgumentException if there is no room above the ground; nothing has changed then
   */
  public void raiseGround(int from, int to, int cells) {
    Grid grid = scene().grid;
    if (from < 1 || to > Grid.SIZE - 2 || from > to || cells < 1) {
      throw new IllegalArgumentException(
          "needs 1 <= from <= to <= 62 and cells of at least 1, got "
              + from
              + ", "
              + to
              + " and "
              + cells);
    }
    for (int c = from; c <= to; c++) {
      int height = Terrain.height(grid, c);
      for (int row = height; row < height + cells; row++) {
        if (!Terrain.isFree(grid.at(c, row))) {
          throw new IllegalArgumentException(
              "the ground needs free cells above it, (" + c + ", " + row + ") is not");
        }
      }
    }
    for (int c = from; c <= to; c++) {
      SceneEdits.ground(grid, c, Terrain.height(grid, c) + cells);
    }
  }
}
