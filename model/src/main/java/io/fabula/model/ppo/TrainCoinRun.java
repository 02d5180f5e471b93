package io.fabula.model.ppo;

import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.model.agents.AgentArchitecture;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.AgentNetwork;
import io.fabula.model.agents.EpisodePlayer;
import io.fabula.model.agents.PairedDifference;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Trains a CoinRun agent from the shell and compares it with the scripted policies: {@code
 * key=value} arguments override the settings of {@code profile=mini} or {@code profile=small}.
 */
public final class TrainCoinRun {
  private static final double MINUTES_MINI = 10;
  private static final double MINUTES_SMALL = 115;
  private static final int FIRST_UNSEEN_LEVEL = 1_000_000_000;

  private final Map<String, String> given = new HashMap<>();
  private final Set<String> known = new TreeSet<>();

  private TrainCoinRun(String[] arguments) {
    for (String argument : arguments) {
      int at = argument.indexOf('=');
      if (at < 1) throw new IllegalArgumentException("expected key=value, got " + argument);
      given.put(argument.substring(0, at), argument.substring(at + 1));
    }
  }

  /** Trains, then evaluates. */
  public static void main(String[] arguments) throws IOException {
    new TrainCoinRun(arguments).run();
  }

  private void run() throws IOException {
    int threads = integer("threads", 2);
    int levels = integer("evaluate", 1000);
    Path directory = Path.of(text("dir", "coinrun-agent"));
    CoinRunTraining training =
        new CoinRunTraining(
            agent(),
            ppo(),
            budget(),
            CoinRunTraining.studyWorlds(Distribution.named(text("distribution", "easy")))
                .withLevels(integer("startLevel", 0), integer("levels", 0)),
            integer("seed", 1),
            integer("agentFiles", 10));
    double every = number("reportSeconds", 10);
    Set<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown keys " + unknown + "; known are " + known);
    }
    System.out.println(training);
    double[] reported = {0};
    Path file =
        training.run(
            directory,
            threads,
            row -> {
              if (row.wallTime() - reported[0] < every) return;
              reported[0] = row.wallTime();
              System.out.println(line(row));
            });
    if (file == null) return;
    System.out.println("trained agent: " + file);
    if (levels > 0) evaluate(file, training.worlds(), levels, threads);
  }

  private static String line(TrainingLogRow row) {
    return String.format(
        Locale.ROOT,
        "%9d frames %6.0f s %6.0f/s return %5.2f length %5.1f unseen %5.2f value %6.3f losses %7.4f"
            + " %7.4f entropy %5.3f",
        row.timesteps(),
        row.wallTime(),
        row.timesteps() / row.wallTime(),
        row.meanEpisodeRewards(),
        row.meanEpisodeLen(),
        row.valMeanEpisodeRewards(),
        row.meanEpisodeValue(),
        row.meanPolicyLoss(),
        row.meanValueLoss(),
        row.meanEntropyLoss());
  }

  private static void evaluate(Path file, CoinRunOptions worlds, int levels, int threads)
      throws IOException {
    CoinRunOptions unseen = worlds.withLevels(0, 0);
    AgentEvaluation evaluation =
        new AgentEvaluation(() -> new CoinRun(unseen), FIRST_UNSEEN_LEVEL, levels, 1, threads);
    double[] jumping = evaluation.constant(CoinRun.RIGHT_AND_UP);
    System.out.printf(Locale.ROOT, "right and jump %.3f%n", mean(jumping));
    try (AgentNetwork network = AgentNetwork.load(TensorFile.read(file))) {
      for (var options :
          List.of(EpisodePlayer.Options.sampled(), EpisodePlayer.Options.mostLikely())) {
        double[] returns = evaluation.agent(network, options);
        PairedDifference difference = PairedDifference.of(returns, jumping, 1);
        System.out.printf(
            Locale.ROOT,
            "agent, %s actions %.3f, difference %.3f [%.3f, %.3f]%n",
            options.modal() ? "most likely" : "drawn",
            mean(returns),
            difference.mean(),
            difference.low(),
            difference.high());
      }
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private AgentArchitecture agent() {
    AgentArchitecture base = small() ? AgentArchitecture.small() : AgentArchitecture.mini();
    List<Integer> channels =
        Arrays.stream(text("channels", "16,32").split(",")).map(Integer::valueOf).toList();
    int embedding = integer("embedding", base.embedding());
    boolean recurrent = Boolean.parseBoolean(text("recurrent", "true"));
    int hidden = integer("hidden", embedding);
    return new AgentArchitecture(
        base.frame(), integer("pool", base.pool()), channels, embedding, hidden, recurrent, 15);
  }

  private PpoOptions ppo() {
    PpoOptions d = small() ? PpoOptions.small() : PpoOptions.mini();
    return new PpoOptions(
        integer("steps", d.steps()),
        integer("worlds", d.worlds()),
        integer("epochs", d.epochs()),
        integer("minibatches", d.minibatchesPerEpoch()),
        integer("minibatchSize", d.minibatchSize()),
        number("gamma", d.gamma()),
        number("lambda", d.lambda()),
        new Annealed(
            number("learningRate", d.learningRate().start()),
            number("learningRateEnd", d.learningRate().end())),
        new Annealed(
            number("entropy", d.entropyWeight().start()),
            number("entropyEnd", d.entropyWeight().end())),
        number("valueWeight", d.valueWeight()),
        number("clip", d.clip()),
        number("gradientNorm", d.gradientNorm()),
        number("adamEpsilon", d.adamEpsilon()),
        Boolean.parseBoolean(text("legacyRecurrence", "false")),
        Boolean.parseBoolean(text("trainableInitialState", "false")),
        integer("validationWorlds", d.validationWorlds()),
        integer("validationEvery", d.validationEvery()),
        integer("shards", d.shards()));
  }

  private Budget budget() {
    String frames = text("frames", "");
    double minutes = number("minutes", small() ? MINUTES_SMALL : MINUTES_MINI);
    return frames.isEmpty()
        ? new Budget.Minutes(minutes)
        : new Budget.Frames(Long.parseLong(frames));
  }

  private boolean small() {
    String profile = text("profile", "mini");
    if (!profile.equals("mini") && !profile.equals("small")) {
      throw new IllegalArgumentException("profile must be mini or small, got " + profile);
    }
    return profile.equals("small");
  }

  private String text(String key, String otherwise) {
    known.add(key);
    return given.getOrDefault(key, otherwise);
  }

  private int integer(String key, int otherwise) {
    return Integer.parseInt(text(key, Integer.toString(otherwise)));
  }

  private double number(String key, double otherwise) {
    return Double.parseDouble(text(key, Double.toString(otherwise)));
  }
}
