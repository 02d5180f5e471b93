package io.fabula.pipelines.cli;

import io.fabula.pipelines.cluster.Submission;
import io.fabula.pipelines.problems.UsageProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Beam's own options, as they are typed after ours. */
final class BeamOptions {
  private static final Set<String> LOCAL_MASTERS = Set.of("[local]", "[auto]", "[collection]");

  private BeamOptions() {}

  /**
   * Parses them, with defaults that suit elements which are small and never changed.
   *
   * @param submission makes what Flink is given with a job
   * @throws UsageProblem for what Beam does not know, and for a remote cluster with a store that
   *     its workers cannot see
   */
  static PipelineOptions parse(List<String> given, boolean sharedStore, Submission submission) {
    List<String> arguments = new ArrayList<>(given);
    if (value(given, "runner").contains("Flink")) {
      addFlinkDefaults(arguments, sharedStore, submission);
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

  private static void addFlinkDefaults(
      List<String> arguments, boolean sharedStore, Submission submission) {
    addDefault(arguments, "objectReuse", "true");
    addDefault(arguments, "fasterCopy", "true");
    addDefault(arguments, "jobName", submission.jobName());
    String master = value(arguments, "flinkMaster");
    boolean isSubmitted = !StreamExecutionEnvironment.areExplicitEnvironmentsAllowed();
    boolean isEmbedded = !isSubmitted && (master.isEmpty() || LOCAL_MASTERS.contains(master));
    if (!isEmbedded && !sharedStore) {
      throw new UsageProblem(
          "workers of "
              + (isSubmitted ? "the cluster" : master)
              + " may not see a local store; put it where all of them see it and add"
              + " --shared-store");
    }
    if (isSubmitted) {
      setMaster(arguments, "[auto]"); // flink run has sent the jar and knows the cluster
      return;
    }
    if (isEmbedded) {
      // [auto] would not read the configuration
      if (!master.equals("[collection]")) setMaster(arguments, "[local]");
      if (value(arguments, "flinkConfDir").isEmpty()) {
        arguments.add("--flinkConfDir=" + submission.embeddedConfiguration());
      }
      return;
    }
    int slots = submission.prepare(master);
    addDefault(arguments, "parallelism", Integer.toString(slots));
    if (value(arguments, "filesToStage").isEmpty()) {
      arguments.add("--filesToStage=" + submission.jobJar());
    }
  }

  private static void setMaster(List<String> arguments, String master) {
    arguments.removeIf(each -> each.startsWith("--flinkMaster="));
    arguments.add("--flinkMaster=" + master);
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
