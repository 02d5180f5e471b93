package io.fabula.pipelines.studies;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.stages.Stage;
import java.io.IOException;
import java.util.List;

/**
 * A chain of stages with its settings.
 *
 * <p>The defaults and the profiles are YAML resources beside the study's class: {@code
 * defaults.yaml} sets every key, {@code <profile>.yaml} what differs.
 *
 * @param <C> the record that holds its settings
 */
public interface Study<C extends Record> {
  /** The profile that is used when none is named. */
  String DEFAULT_PROFILE = "mini";

  /** Name on the command line. */
  String name();

  /** What it answers, in one line. */
  String description();

  /** The type of its settings. */
  Class<C> settings();

  /** Its profiles, from the smallest to the largest. */
  List<String> profiles();

  /** The root seed in the settings. */
  long seed(C settings);

  /** The chain, inputs before what reads them. */
  List<Stage> stages(C settings);

  /**
   * Stages that are made only when they are asked for by name, inputs before what reads them; those
   * of the chain are among their inputs and not repeated here.
   */
  default List<Stage> onRequest(C settings) {
    return List.of();
  }

  /** What the report of a completed run says. */
  Report report(CompletedRun<C> run) throws IOException;
}
