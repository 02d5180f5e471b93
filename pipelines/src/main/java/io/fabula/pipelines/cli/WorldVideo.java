package io.fabula.pipelines.cli;

import io.fabula.analysis.video.Caption;
import io.fabula.analysis.video.Mp4Recording;
import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.Picture;
import io.fabula.envs.Player;
import io.fabula.envs.catalogue.NamedWorld;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A video of episodes, each frame with what was done and earned. The first and last picture of an
 * episode stay for a while.
 */
final class WorldVideo<W extends Environment> implements Closeable {
  private static final double FIRST_SECONDS = 0.5;
  private static final double LAST_SECONDS = 1.5;

  private final NamedWorld<W> named;
  private final String policy;
  private final int episodes;
  private final W world;
  private final Mp4Recording recording;
  private int episode;
  private int steps;
  private double total;

  /**
   * Begins a video.
   *
   * @throws IOException if nothing can be written at {@code file}
   */
  WorldVideo(NamedWorld<W> named, String policy, int episodes, Path file) throws IOException {
    this.named = named;
    this.policy = policy;
    this.episodes = episodes;
    world = named.make();
    world.reset(0);
    Picture size = Caption.below(world.render(), List.of("", "", ""));
    recording =
        new Mp4Recording(file, size.width(), size.height(), named.animation().framesPerSecond());
  }

  /** Plays one episode and says in a line what became of it. */
  String play(Player<? super W> player, long seed) throws IOException {
    episode++;
    steps = 0;
    total = 0;
    world.reset(seed);
    add(world.render(), "start", "seed " + seed, hold(FIRST_SECONDS));
    while (!world.done()) step(player.act(world));
    return String.format(
        Locale.ROOT,
        "episode %d of %d: %d steps, return %.3f, %s",
        episode,
        episodes,
        steps,
        total,
        ending());
  }

  private void step(Action action) throws IOException {
    String meaning = world.describe(action);
    List<Picture> frames = new ArrayList<>();
    named.animation().stepping().step(world, action, frames::add);
    steps++;
    total += world.reward();
    String earned = String.format(Locale.ROOT, "reward %.3f  return %.3f", world.reward(), total);
    for (Picture frame : frames) add(frame, meaning, earned, 1);
    if (world.done()) {
      Picture last = frames.get(frames.size() - 1);
      add(last, meaning, earned + "  " + ending(), hold(LAST_SECONDS));
    }
  }

  private void add(Picture frame, String meaning, String earned, int times) throws IOException {
    int limit = world.spec().maximumSteps();
    List<String> lines =
        List.of(
            "%s, %s  episode %d/%d".formatted(named.name(), policy, episode, episodes),
            "step %d%s  %s".formatted(steps, limit > 0 ? "/" + limit : "", meaning),
            earned);
    Picture shown = Caption.below(frame, lines);
    for (int i = 0; i < times; i++) recording.add(shown);
  }

  private int hold(double seconds) {
    return Math.max(1, (int) Math.round(seconds * named.animation().framesPerSecond()));
  }

  private String ending() {
    if (world.completed()) return "completed";
    return world.terminated() ? "ended" : "step limit";
  }

  /** Frames so far. */
  int frames() {
    return recording.frames();
  }

  /** Completes the file. */
  void finish() throws IOException {
    recording.finish();
  }

  @Override
  public void close() throws IOException {
    recording.close();
  }
}
