package io.fabula.envs.catalogue;

import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.coinrun.CoinRunPlayer;
import io.fabula.envs.create.Create;
import io.fabula.envs.create.CreateOptions;
import io.fabula.envs.create.CreatePlayer;
import io.fabula.envs.create.Level;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaOptions;
import io.fabula.envs.diglava.DigLavaPlayer;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyPlayer;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.platform.Platform;
import io.fabula.envs.platform.PlatformPlayer;
import io.fabula.envs.platform.PlatformRenderer;
import io.fabula.envs.platform.PlatformState;
import io.fabula.envs.recsim.RecSim;
import io.fabula.envs.recsim.RecSimPlayer;
import io.fabula.envs.subgrid.SubGridOptions;
import io.fabula.envs.subgrid.SubGridPlayer;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.envs.tabular.TabularPlayer;
import io.fabula.envs.tabular.TabularWorld;
import io.fabula.envs.twostage.TwoStageFlat;
import io.fabula.envs.twostage.TwoStageWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All worlds that there are. Variants of a world stand behind it. */
public final class Worlds {
  /** The sizes that MiniGrid registers. */
  private static final int[] DOOR_KEY_SIZES = {5, 6, 8, 16};

  private static final int SUBGRID_OBJECTIVES = 3;

  /** Plans that CREATE's player tries for an episode. */
  private static final int CREATE_TRIALS = 100;

  /** Physics steps from frame to frame of CREATE. */
  private static final int CREATE_STRIDE = 10;

  private static final SpeedTarget GRIDS = SpeedTarget.observed(1_000_000);

  private static final List<NamedWorld<?>> ALL = List.copyOf(make());

  private Worlds() {}

  /** Every world, in the order in which they are listed. */
  public static List<NamedWorld<?>> all() {
    return ALL;
  }

  /** The world of that name. */
  public static Optional<NamedWorld<?>> named(String name) {
    return ALL.stream().filter(world -> world.name().equals(name)).findFirst();
  }

  private static List<NamedWorld<?>> make() {
    List<NamedWorld<?>> worlds = new ArrayList<>();
    coinRun(worlds);
    worlds.add(
        new NamedWorld<>(
            "platform",
            "run, hop or leap over two gaps and past two enemies, each by a chosen amount",
            "worlds/platform.md",
            Platform::new,
            PlatformPlayer::new,
            platformAnimation(),
            SpeedTarget.observed(100_000)));
    subGrid(worlds);
    twoStage(worlds, "twostage-flat", "two decisions with a known mediator", TwoStageFlat::new);
    twoStage(
        worlds,
        "twostage-walk",
        "walk through a gate that may close, then work",
        TwoStageWalk::new);
    doorKey(worlds);
    digLava(worlds);
    for (String level : Level.NAMES) create(worlds, level, CreateOptions.View.PIXELS);
    create(worlds, "push", CreateOptions.View.STATE);
    for (String level : Level.OWN_NAMES) create(worlds, level, CreateOptions.View.STATE);
    worlds.add(
        new NamedWorld<>(
            "recsim",
            "recommend slates of items to a user whose interests change",
            "worlds/recsim.md",
            RecSim::new,
            RecSimPlayer::new,
            Animation.ofSteps(1),
            SpeedTarget.observed(100_000)));
    return worlds;
  }

  private static void coinRun(List<NamedWorld<?>> worlds) {
    coinRun(
        worlds,
        "coinrun",
        "run and jump to the coin at the far right, past saws, enemies and lava",
        CoinRunOptions.DEFAULT,
        100_000);
    CoinRunOptions plain = CoinRunOptions.DEFAULT.withBackgrounds(false);
    coinRun(worlds, "coinrun-plain", "CoinRun without background pictures", plain, 130_000);
    coinRun(
        worlds,
        "coinrun-easy",
        "CoinRun's easy levels, without background pictures",
        plain.withDistribution(CoinRunOptions.Distribution.EASY),
        130_000);
    coinRun(
        worlds,
        "coinrun-moved-coin",
        "CoinRun's easy levels with the coin anywhere on the way",
        plain
            .withDistribution(CoinRunOptions.Distribution.EASY)
            .withCoin(CoinRunOptions.Coin.ANYWHERE),
        130_000);
    coinRun(
        worlds,
        "coinrun-monochrome",
        "CoinRun in rectangles, the frames equal to Procgen's",
        plain.withMonochromeAssets(true),
        130_000);
  }

  private static void coinRun(
      List<NamedWorld<?>> worlds,
      String name,
      String description,
      CoinRunOptions options,
      double target) {
    worlds.add(
        new NamedWorld<>(
            name,
            description,
            "worlds/coinrun.md",
            () -> new CoinRun(options),
            CoinRunPlayer::new,
            Animation.ofSteps(15), // Procgen's own pace for people
            SpeedTarget.together(target)));
  }

  /** Every second substep of 0.05, so at twice the world's own pace. */
  private static Animation<Platform> platformAnimation() {
    return new Animation<>(
        20,
        (world, action, frames) -> {
          List<PlatformState> states = new ArrayList<>();
          world.step(action, states::add);
          for (int i = (states.size() + 1) % 2; i < states.size(); i += 2) {
            frames.accept(PlatformRenderer.draw(states.get(i)));
          }
        });
  }

  private static void subGrid(List<NamedWorld<?>> worlds) {
    for (int objective = 1; objective <= SUBGRID_OBJECTIVES; objective++) {
      SubGridOptions options = SubGridOptions.published(objective);
      worlds.add(
          new NamedWorld<>(
              objective == 1 ? "subgrid" : "subgrid-" + objective,
              "find the reward in a box of cells where only two of three axes matter, objective "
                  + objective,
              "worlds/subgrid.md",
              () -> new SubGridWorld(options),
              SubGridPlayer::new,
              Animation.ofSteps(5),
              GRIDS));
    }
  }

  private static <W extends TabularWorld> void twoStage(
      List<NamedWorld<?>> worlds, String name, String description, Supplier<W> maker) {
    worlds.add(
        new NamedWorld<>(
            name,
            description,
            "worlds/twostage.md",
            maker,
            () -> new TabularPlayer(maker.get().model()),
            Animation.ofSteps(1),
            GRIDS));
  }

  private static void doorKey(List<NamedWorld<?>> worlds) {
    for (int size : DOOR_KEY_SIZES) {
      worlds.add(
          new NamedWorld<>(
              "doorkey-" + size,
              "fetch the key, open the door, reach the goal, on " + size + "x" + size + " cells",
              "worlds/doorkey.md",
              () -> new DoorKey(size, DoorKeyView.PLANES),
              DoorKeyPlayer::new,
              Animation.ofSteps(5),
              GRIDS));
    }
  }

  private static void create(List<NamedWorld<?>> worlds, String level, CreateOptions.View view) {
    boolean pixels = view == CreateOptions.View.PIXELS;
    worlds.add(
        new NamedWorld<>(
            "create-" + level + (pixels ? "" : "-state"),
            "place tools so that the ball comes to the goal, level "
                + level
                + (pixels ? ", seen in pixels" : ", seen as numbers"),
            "worlds/create.md",
            () -> new Create(CreateOptions.PUBLISHED.withLevel(Level.named(level)).withView(view)),
            () -> new CreatePlayer(0, CREATE_TRIALS),
            createAnimation(),
            SpeedTarget.observed(pixels ? 1_000 : 2_000)));
  }

  private static Animation<Create> createAnimation() {
    return new Animation<>(
        15,
        (world, action, frames) -> {
          int[] count = {0};
          world.step(
              action,
              () -> {
                if (count[0]++ % CREATE_STRIDE == 0) frames.accept(world.render());
              });
          frames.accept(world.render());
        });
  }

  private static void digLava(List<NamedWorld<?>> worlds) {
    digLava(
        worlds,
        "diglava",
        "cross two rivers of lava with the skills that the episode offers",
        DigLavaOptions.DEFAULTS);
    digLava(worlds, "diglava-mini", "Dig Lava on 7x7 cells", DigLavaOptions.MINI);
  }

  private static void digLava(
      List<NamedWorld<?>> worlds, String name, String description, DigLavaOptions options) {
    worlds.add(
        new NamedWorld<>(
            name,
            description,
            "worlds/diglava.md",
            () -> new DigLava(options),
            DigLavaPlayer::new,
            Animation.ofSteps(4),
            GRIDS));
  }
}
