package io.fabula.pipelines.studies.doorkey.originals;

import io.fabula.pipelines.chunks.ChunkedRun;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A dictionary with the options of the command line: which settings of ours they mean.
 *
 * @param program which program
 * @param dictionary what the run is
 * @param options what the command line says beside it
 */
public record OriginalRun(OriginalProgram program, ResourceDictionary dictionary, Options options) {
  private static final String DEFAULT_DOORKEY = "doorkey-5";

  /** Units of the memory of agents that see a part of the world, if settings do not say. */
  private static final int PARTIAL_MEMORY = 64;

  private static final String DEFAULT_TWOSTAGE = "twostage-flat";

  /**
   * Options that mean settings; empty where they were not given.
   *
   * @param environment the world's name
   * @param observation how states are shown to policies
   * @param seed a seed
   * @param variable settings of the variable, {@code key=value} each
   */
  public record Options(
      String environment, String observation, String seed, List<String> variable) {
    public Options {
      variable = List.copyOf(variable);
    }
  }

  /** The name of the world. */
  public String environment() {
    if (!options.environment().isEmpty()) return options.environment();
    String named = dictionary.environment("name");
    if (!named.isEmpty()) return named;
    return program == OriginalProgram.EXPERIMENT ? DEFAULT_TWOSTAGE : DEFAULT_DOORKEY;
  }

  /** The study. */
  public String study() {
    return program.study(environment());
  }

  /**
   * Settings of the study, {@code key=value} each.
   *
   * @throws UsageProblem if they do not fit together
   */
  public List<String> settings() {
    List<String> settings = new ArrayList<>(dictionary.hyper());
    for (String each : settings) {
      String key = each.split("=", 2)[0];
      if (key.equals("seed") || key.equals("seeds") || key.equals("learning.seeds")) {
        throw new UsageProblem(
            "%s: hyper.%s: a dictionary is one run; its seed is the key seed"
                .formatted(dictionary.file(), key));
      }
    }
    String environment = environment();
    boolean doorkey = study().equals("doorkey");
    if (doorkey != environment.startsWith("doorkey")) {
      throw new UsageProblem(
          "%s is not for the world %s".formatted(program.title(), Shown.value(environment)));
    }
    if (doorkey) {
      if (!environment.matches("doorkey-\\d{1,2}")) {
        throw new UsageProblem(
            "the world must be doorkey-N, such as doorkey-5, got " + Shown.value(environment));
      }
      settings.add("size=" + environment.substring("doorkey-".length()));
      settings.add("seeds=1");
      snapshot(settings);
      settings.addAll(options.variable());
    } else {
      settings.add("env=" + environment);
      settings.add("learning.seeds=1");
    }
    settings.add("seed=" + seed());
    String observation =
        options.observation().isEmpty() ? dictionary.environment("obs") : options.observation();
    if (observation.equals("partial") && doorkey) {
      settings.add("view=partial");
      if (settings.stream().noneMatch(each -> each.startsWith("policy.memory="))) {
        settings.add("policy.memory=" + PARTIAL_MEMORY);
      }
    } else if (!observation.isEmpty() && !observation.equals("planes")) {
      throw new UsageProblem(
          "obs must be planes%s, got %s"
              .formatted(doorkey ? " or partial" : "", Shown.value(observation)));
    }
    return settings;
  }

  /** Whether the seed is not the dictionary's but one that a command line gave. */
  public boolean seedGiven() {
    return !options.seed().isEmpty() || ChunkedRun.givenSeed(first()).isPresent();
  }

  /** Where the first phase's chunks are. */
  private Path first() {
    return dictionary.path("phase1", "model");
  }

  private String seed() {
    if (options.seed().isEmpty()) {
      OptionalLong given = ChunkedRun.givenSeed(first());
      return Long.toString(given.orElse(dictionary.seed().orElse(0)));
    }
    if (ChunkedRun.begun(first())) {
      throw new UsageProblem(
          "--seed is for a run that has not begun, and there are chunks in " + first());
    }
    return options.seed();
  }

  private void snapshot(List<String> settings) {
    String snapshot = dictionary.text("phase1", "snapshot").toLowerCase(Locale.ROOT);
    if (snapshot.isEmpty()) return;
    if (!snapshot.matches("ema(0|1|0?\\.\\d{1,6})")) {
      throw new UsageProblem(
          "%s: phase1.snapshot must be a running mean such as ema0.5, got %s"
              .formatted(dictionary.file(), Shown.value(snapshot)));
    }
    settings.add("policy.taken_at=" + snapshot.substring("ema".length()));
  }
}
