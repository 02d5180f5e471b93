package io.fabula.envs.coinrun;

import io.fabula.envs.coinrun.Terrain.Pit;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.edits.Sighting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an agent may react to in CoinRun. Saws and enemies in pits belong to the pit. */
enum CoinRunFeature {
  SAW("a saw on the ground", false, CoinRunEndings.SAW),
  PIT("a pit with what is in it", false, CoinRunEndings.PIT),
  WALL("a step up in the ground ahead", false),
  COIN("the coin", false),
  CRATE("crates", false),
  ENEMY("an enemy on the ground", false, CoinRunEndings.ENEMY),
  SAW_BEHIND("a saw that the agent has passed", true),
  PIT_BEHIND("a pit that the agent has passed", true);

  private static final double HALF = 0.5;

  private final String description;
  private final boolean placebo;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> causes;

  CoinRunFeature(String description, boolean placebo, String... causes) {
    this.description = description;
    this.placebo = placebo;
    this.causes = List.of(causes);
  }

  FeatureSpec spec() {
    return new FeatureSpec(label(), description, causes, placebo);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static CoinRunFeature named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "feature must be one of "
                        + Arrays.stream(values()).map(CoinRunFeature::label).toList()
                        + ", got "
                        + name));
  }

  Sighting sight(Surroundings around) {
    return switch (this) {
      case SAW -> ahead(around, around.nearestAhead(Entities.SAW));
      case ENEMY -> ahead(around, around.nearestAhead(Entities.ENEMY));
      case CRATE -> ahead(around, around.nearestAhead(Entities.CRATE));
      case PIT -> {
        Pit pit = around.pitAhead();
        yield pit == null ? Sighting.NONE : column(around, pit.first());
      }
      case WALL -> {
        int wall = around.wallAhead();
        yield wall < 0 ? Sighting.NONE : column(around, wall);
      }
      case COIN -> {
        int cell = around.coinAhead();
        yield cell < 0 ? Sighting.NONE : column(around, cell % Grid.SIZE);
      }
      case SAW_BEHIND -> {
        int saw = around.nearestBehind(Entities.SAW);
        yield saw < 0
            ? Sighting.NONE
            : Sighting.at(around.x - around.entities.x[saw] - HALF - HALF);
      }
      case PIT_BEHIND -> {
        Pit pit = around.pitBehind();
        yield pit == null ? Sighting.NONE : Sighting.at(around.x - HALF - (pit.last() + 1));
      }
    };
  }

  /** From the agent's right edge to the left edge of a thing. */
  private static Sighting ahead(Surroundings around, int entity) {
    if (entity < 0) return Sighting.NONE;
    return Sighting.at(around.entities.x[entity] - around.x - HALF - HALF);
  }

  private static Sighting column(Surroundings around, int c) {
    return Sighting.at(c - around.x - HALF);
  }

  /** Removes it from the whole scene; returns whether there was any. */
  boolean removeAll(Scene scene) {
    Surroundings around = new Surroundings(scene);
    return switch (this) {
      case SAW -> removeOutsidePits(around, Entities.SAW, false);
      case ENEMY -> removeOutsidePits(around, Entities.ENEMY, false);
      case SAW_BEHIND -> removeOutsidePits(around, Entities.SAW, true);
      case CRATE -> removeCrates(scene.entities);
      case PIT -> fillPits(around, false);
      case PIT_BEHIND -> fillPits(around, true);
      case COIN -> removeCoins(scene.grid);
      case WALL -> levelAhead(around);
    };
  }

  private static boolean removeOutsidePits(Surroundings around, byte type, boolean behind) {
    Entities entities = around.entities;
    boolean any = false;
    for (int i = entities.lasting - 1; i >= 1; i--) {
      if (entities.type[i] != type || around.inPit(i)) continue;
      if (behind && !around.isBehind(i)) continue;
      SceneEdits.remove(entities, i);
      any = true;
    }
    return any;
  }

  private static boolean removeCrates(Entities entities) {
    boolean any = false;
    for (int i = entities.lasting - 1; i >= 1; i--) {
      if (entities.type[i] != Entities.CRATE) continue;
      SceneEdits.remove(entities, i);
      any = true;
    }
    return any;
  }

  private static boolean fillPits(Surroundings around, boolean behind) {
    boolean any = false;
    for (int c = 1; c < Grid.SIZE - 1; c++) {
      @Nullable Pit pit = Terrain.pit(around.grid, c);
      if (pit == null || (behind && !around.isBehind(pit))) continue;
      SceneEdits.fill(around.scene, pit);
      any = true;
    }
    return any;
  }

  private static boolean removeCoins(Grid grid) {
    boolean any = false;
    for (int i = 0; i < grid.cells.length; i++) {
      if (grid.cells[i] != Grid.COIN) continue;
      grid.cells[i] = Grid.EMPTY;
      any = true;
    }
    return any;
  }

  /** Lowers everything ahead that is higher than the ground at the agent's column. */
  private static boolean levelAhead(Surroundings around) {
    int[] heights = new int[Grid.SIZE];
    for (int c = around.column; c < Grid.SIZE - 1; c++) {
      Pit pit = Terrain.pit(around.grid, c);
      heights[c] = pit == null ? Terrain.height(around.grid, c) : pit.edge();
    }
    int level = heights[around.column];
    boolean any = false;
    for (int c = around.column + 1; c < Grid.SIZE - 1; c++) {
      if (heights[c] <= level || heights[c] > Terrain.HIGHEST) continue;
      SceneEdits.lower(around.scene, c, heights[c] - level);
      any = true;
    }
    return any;
  }
}
