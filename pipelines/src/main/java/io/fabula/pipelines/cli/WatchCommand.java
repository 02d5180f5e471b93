package io.fabula.pipelines.cli;

import io.fabula.envs.Environment;
import io.fabula.envs.Player;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Play a world and write a video of it.", mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private static final String FOLDER = "videos";
  private static final int MOST_EPISODES = 1000;

  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(paramLabel = "WORLD", description = "Which world; ./fabula list worlds shows all.")
  private String name = "";

  @Option(
      names = "--policy",
      paramLabel = "WHO",
      description = "Who plays: random or scripted (default).")
  private Policy policy = Policy.SCRIPTED;

  @Option(names = "--episodes", paramLabel = "N", description = "How many episodes (default: 1).")
  private int episodes = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the first episode, the others count up (default: 0).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE.mp4",
      description = "Where the video goes (default: videos/WORLD-POLICY-SEED.mp4).")
  private @Nullable Path file;

  /** Who plays. */
  enum Policy {
    RANDOM,
    SCRIPTED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  WatchCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    NamedWorld<?> world = WorldNames.find(name);
    if (episodes < 1 || episodes > MOST_EPISODES) {
      throw new UsageProblem("--episodes must be within 1.." + MOST_EPISODES + ", got " + episodes);
    }
    Path target =
        file != null ? file : Path.of(FOLDER, world.name() + "-" + policy + "-" + seed + ".mp4");
    if (!target.toString().endsWith(".mp4")) {
      throw new UsageProblem("--out must name a file that ends in .mp4, got " + target);
    }
    if (Files.isDirectory(target)) throw new UsageProblem("--out is a directory: " + target);
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      watch(world, target.toAbsolutePath());
    } catch (IOException e) {
      throw WorkProblem.unwritten(target, "--out=FILE", e);
    }
    return 0;
  }

  private <W extends Environment> void watch(NamedWorld<W> world, Path target) throws IOException {
    try (WorldVideo<W> video = new WorldVideo<>(world, policy.toString(), episodes, target)) {
      for (int episode = 0; episode < episodes; episode++) {
        err.println(video.play(player(world, seed + episode), seed + episode));
      }
      video.finish();
      out.printf(
          Locale.ROOT,
          "video %s  %d frames, %d a second%n",
          target,
          video.frames(),
          world.animation().framesPerSecond());
    }
  }

  private <W extends Environment> Player<? super W> player(NamedWorld<W> world, long episodeSeed) {
    return switch (policy) {
      case RANDOM -> new RandomPlayer(episodeSeed);
      case SCRIPTED -> world.scripted().get();
    };
  }
}
