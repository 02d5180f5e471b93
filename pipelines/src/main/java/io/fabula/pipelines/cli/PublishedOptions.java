package io.fabula.pipelines.cli;

import io.fabula.pipelines.config.Settings;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Options of the published programs of the study {@code interpret}, as they were spelled there.
 * Each is a setting by another name.
 */
final class PublishedOptions {
  private static final String SALIENCY = "analyses.saliency.";
  private static final String SWAP = "analyses.swap.";

  @Option(
      names = "--sample_ids",
      arity = "1..*",
      paramLabel = "N",
      description = "Simulated rollouts whose saliency is computed: 33 39 56, or 0 to 100, or all.")
  private List<String> sampleIds = new ArrayList<>();

  @Option(
      names = "--func_type",
      arity = "1..*",
      paramLabel = "TARGET",
      description = "What saliency explains: value, action, value_delta, hx_direction, ...")
  private List<String> funcType = new ArrayList<>();

  @Option(
      names = "--direction_ids",
      arity = "1..*",
      paramLabel = "N",
      description = "Components that saliency explains: numbers, ranges or all.")
  private List<String> directionIds = new ArrayList<>();

  @Option(
      names = "--combine_samples_not_iterate",
      description = "Explain the samples' mean beginning instead of each of them.")
  private boolean combine;

  @Option(
      names = "--swap_directions_from",
      arity = "1..*",
      paramLabel = "N",
      description = "Components whose movement is taken away in the swap stages.")
  private List<String> swapFrom = new ArrayList<>();

  @Option(
      names = "--swap_directions_to",
      arity = "1..*",
      paramLabel = "N",
      description = "Components that receive it, one for each; None removes it.")
  private List<String> swapTo = new ArrayList<>();

  /** Positional arguments that stood behind a list of values. */
  List<String> strayed() {
    List<String> strayed = new ArrayList<>();
    for (List<String> values : List.of(sampleIds, funcType, directionIds, swapFrom, swapTo)) {
      for (String each : values) if (each.contains("=")) strayed.add(each);
    }
    return strayed;
  }

  /** The settings that were meant, as {@code key=value}, by the option that meant each. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    add(settings, SALIENCY, "sample_ids", sampleIds);
    add(settings, SALIENCY, "func_type", funcType);
    add(settings, SALIENCY, "direction_ids", directionIds);
    add(settings, SWAP, "swap_directions_from", swapFrom);
    add(settings, SWAP, "swap_directions_to", swapTo);
    if (combine) {
      String name = "combine_samples_not_iterate";
      settings.put("--" + name, SALIENCY + name + "=true");
    }
    return settings;
  }

  /**
   * Checks that a study has the settings that were meant.
   *
   * @throws UsageProblem naming an option that means nothing to it
   */
  void requireMeantFor(Study<?> study) {
    List<String> keys = Settings.keys(study.settings());
    settings()
        .forEach(
            (option, setting) -> {
              if (keys.contains(setting.split("=", 2)[0])) return;
              throw new UsageProblem(
                  "%s belongs to the study interpret; the study %s has no such setting"
                      .formatted(option, study.name()));
            });
  }

  private static void add(
      Map<String, String> settings, String prefix, String name, List<String> values) {
    List<String> items = new ArrayList<>();
    for (String each : values) {
      if (!each.contains("=")) items.add("'" + each.replace("'", "''") + "'");
    }
    if (!items.isEmpty()) {
      settings.put("--" + name, prefix + name + "=[" + String.join(", ", items) + "]");
    }
  }
}
