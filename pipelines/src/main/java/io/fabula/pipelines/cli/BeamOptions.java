package io.fabula.pipelines.cli;

import io.fabula.pipelines.cluster.Submission;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.UsageProblem;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Beam's own options, as they are typed beside ours. */
final class BeamOptions {
  private static final Set<String> LOCAL_MASTERS = Set.of("[local]", "[auto]", "[collection]");

  private static final Pattern VALUE_TYPE =
      Pattern.compile("Cannot deserialize value of type `(?:java\\.lang\\.)?(\\w+)`");

  private final List<String> given;
  private final PipelineOptions parsed;

  private BeamOptions(List<String> given, PipelineOptions parsed) {
    this.given = given;
    this.parsed = parsed;
  }

  /**
   * Checks them: names, values and the runner, which Beam finds by any spelling that it accepts.
   *
   * @param given what was typed that is none of our options
   * @param own the names of our options, for suggestions
   * @param command whose help lists them
   * @throws UsageProblem for what neither we nor Beam know
   */
  static BeamOptions of(List<String> given, Collection<String> own, String command) {
    for (String each : given) requireKnown(each, own, command);
    PipelineOptions parsed = parse(given);
    Class<?> runner = parsed.getRunner();
    if (runner != DirectRunner.class && runner != FlinkRunner.class) {
      throw new UsageProblem(
          "--runner must be DirectRunner or FlinkRunner, got " + runner.getSimpleName());
    }
    return new BeamOptions(List.copyOf(given), parsed);
  }

  private static void requireKnown(String argument, Collection<String> own, String command) {
    int equals = argument.indexOf('=');
    String option = equals < 0 ? argument : argument.substring(0, equals);
    if (!option.startsWith("--")) throw unknown(option, own, Set.of(), command);
    String name = option.substring(2);
    Map<String, Class<?>> beams = types();
    Class<?> type = beams.get(name);
    if (type == null) throw unknown(option, own, beams.keySet(), command);
    if (equals < 0 && type != boolean.class && type != Boolean.class) {
      throw new UsageProblem("write --%s=VALUE, with the value behind =".formatted(name));
    }
  }

  private static UsageProblem unknown(
      String option, Collection<String> own, Collection<String> beams, String command) {
    List<String> known = new ArrayList<>(own);
    for (String each : beams) known.add("--" + each);
    String typed = option.startsWith("--") ? option : "-" + option; // -profile
    return new UsageProblem(
        "unknown option %s%s; see ./fabula %s --help"
            .formatted(option, NearestName.hint(typed, known), command));
  }

  /** The options of Beam and its runners with the types of their values. */
  private static Map<String, Class<?>> types() {
    Map<String, Class<?>> types = new TreeMap<>();
    for (Class<? extends PipelineOptions> each : PipelineOptionsFactory.getRegisteredOptions()) {
      for (Method method : each.getMethods()) {
        String name = method.getName();
        if (!name.startsWith("set") || method.getParameterCount() != 1) continue;
        types.put(
            name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4),
            method.getParameterTypes()[0]);
      }
    }
    return types;
  }

  private static PipelineOptions parse(List<String> arguments) {
    try {
      return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
          .withValidation()
          .create();
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(mistake(arguments, e), e);
    }
  }

  /** Beam says what is wrong, but not with which option: that is the one that fails alone. */
  private static String mistake(List<String> arguments, IllegalArgumentException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("is wrong");
    for (String each : arguments) {
      try {
        PipelineOptionsFactory.fromArgs(each).create();
      } catch (IllegalArgumentException alone) {
        return each + ": " + inWords(reason);
      }
    }
    return "options of Beam: " + reason;
  }

  /** Without the names of Java's types. */
  private static String inWords(String reason) {
    if (reason.startsWith("Unknown 'runner'")) return "must be DirectRunner or FlinkRunner";
    Matcher type = VALUE_TYPE.matcher(reason);
    if (!type.lookingAt()) return reason;
    return switch (type.group(1).toLowerCase(Locale.ROOT)) {
      case "int", "integer", "long", "short" -> "must be a whole number";
      case "double", "float" -> "must be a number";
      case "boolean" -> "must be true or false";
      default -> reason;
    };
  }

  /**
   * What the pipeline is run with: defaults that suit elements which are small and never changed,
   * and what Flink needs.
   *
   * @param submission makes what Flink is given with a job
   * @throws UsageProblem for a remote cluster with a store that its workers cannot see
   */
  PipelineOptions forWork(boolean sharedStore, Submission submission) {
    List<String> arguments = new ArrayList<>(given);
    if (isFlink()) {
      addFlinkDefaults(arguments, sharedStore, submission);
    } else {
      addDefault(arguments, "enforceImmutability", "false");
      addDefault(arguments, "enforceEncodability", "false");
      addDefault(
          arguments,
          "targetParallelism",
          Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
    return parse(arguments);
  }

  /**
   * Refuses a remote cluster with a store that its workers cannot see.
   *
   * @throws UsageProblem saying what to do
   */
  void requireVisibleStore(boolean sharedStore) {
    if (!isFlink() || isEmbedded() || sharedStore) return;
    throw new UsageProblem(
        "workers of "
            + (isSubmitted() ? "the cluster" : master())
            + " may not see a local store; put it where all of them see it and add"
            + " --shared-store");
  }

  private boolean isFlink() {
    return parsed.getRunner() == FlinkRunner.class;
  }

  private String master() {
    return parsed.as(FlinkPipelineOptions.class).getFlinkMaster();
  }

  /** Whether {@code flink run} has started this process. */
  private static boolean isSubmitted() {
    return !StreamExecutionEnvironment.areExplicitEnvironmentsAllowed();
  }

  private boolean isEmbedded() {
    return !isSubmitted() && (master().isEmpty() || LOCAL_MASTERS.contains(master()));
  }

  private void addFlinkDefaults(
      List<String> arguments, boolean sharedStore, Submission submission) {
    requireVisibleStore(sharedStore);
    addDefault(arguments, "objectReuse", "true");
    addDefault(arguments, "fasterCopy", "true");
    addDefault(arguments, "jobName", submission.jobName());
    if (isSubmitted()) {
      setMaster(arguments, "[auto]"); // flink run has sent the jar and knows the cluster
      return;
    }
    if (isEmbedded()) {
      // [auto] would not read the configuration
      if (!master().equals("[collection]")) setMaster(arguments, "[local]");
      if (!isGiven(arguments, "flinkConfDir")) {
        arguments.add("--flinkConfDir=" + submission.embeddedConfiguration());
      }
      return;
    }
    int slots = submission.prepare(master());
    addDefault(arguments, "parallelism", Integer.toString(slots));
    if (!isGiven(arguments, "filesToStage")) {
      arguments.add("--filesToStage=" + submission.jobJar());
    }
  }

  private static void setMaster(List<String> arguments, String master) {
    arguments.removeIf(each -> each.startsWith("--flinkMaster="));
    arguments.add("--flinkMaster=" + master);
  }

  private static void addDefault(List<String> arguments, String name, String value) {
    if (!isGiven(arguments, name)) arguments.add("--" + name + "=" + value);
  }

  private static boolean isGiven(List<String> arguments, String name) {
    return arguments.stream()
        .anyMatch(each -> each.equals("--" + name) || each.startsWith("--" + name + "="));
  }
}
