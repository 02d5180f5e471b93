package io.fabula.pipelines.studies;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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
   * Stages beside the chain, which are done only when one of them is asked for by name: they read
   * stages of the chain and each other, inputs before what reads them.
   */
  default List<Stage> onRequest(C settings) {
    return List.of();
  }

  /**
   * Other names of stages and keys, such as those of a published system: what stands before is
   * taken as what stands behind it.
   */
  default Map<String, String> otherNames() {
    return Map.of();
  }

  /** What the report of a completed run says. */
  Report report(CompletedRun<C> run) throws IOException;

  /**
   * What the panel of a run shows, by what the run holds; the caller closes it.
   *
   * @throws UsageProblem if it does not hold enough, with the command that makes it
   */
  default PanelView panel(OpenedRun<C> run) throws IOException {
    throw new UsageProblem(
        "there is nothing to step through in a run of "
            + name()
            + "; its report shows what was found");
  }
}
