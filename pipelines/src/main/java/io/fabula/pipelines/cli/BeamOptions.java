package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Beam's own options, as they are typed after ours. */
final class BeamOptions {
  private static final Set<String> LOCAL_MASTERS = Set.of("[local]", "[auto]", "[collection]");

  private BeamOptions() {}

  /**
   * Parses them, with defaults that suit elements which are small and never changed.
   *
   * @throws UsageProblem for what Beam does not know, and for a remote cluster with a store that
   *     its workers cannot see
   */
  static PipelineOptions parse(List<String> given, boolean sharedStore) {
    List<String> arguments = new ArrayList<>(given);
    if (value(given, "runner").contains("Flink")) {
      String master = value(given, "flinkMaster");
      if (!master.isEmpty() && !LOCAL_MASTERS.contains(master) && !sharedStore) {
        throw new UsageProblem(
            "workers of "
                + master
                + " may not see a local store; put it where all of them see it and add"
                + " --shared-store");
      }
      addDefault(arguments, "objectReuse", "true");
      addDefault(arguments, "fasterCopy", "true");
    } else {
      addDefault(arguments, "enforceImmutability", "false");
      addDefault(arguments, "enforceEncodability", "false");
      addDefault(
          arguments,
          "targetParallelism",
          Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
    try {
      return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
          .withValidation()
          .create();
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(
          String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong Beam option"), e);
    }
  }

  private static void addDefault(List<String> arguments, String name, String value) {
    if (value(arguments, name).isEmpty()) arguments.add("--" + name + "=" + value);
  }

  private static String value(List<String> arguments, String name) {
    for (String each : arguments) {
      if (each.equals("--" + name)) return "true";
      if (each.startsWith("--" + name + "=")) return each.substring(name.length() + 3);
    }
    return "";
  }
}
