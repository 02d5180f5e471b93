package io.fabula.pipelines.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Panels of whole runs. */
public final class WrittenPanels {
  private WrittenPanels() {}

  /** The id of a complete run of a study in a store. */
  public static String run(Path store, String study) {
    return Store.at(store.toString()).runs().stream()
        .filter(each -> each.startsWith(study + "-"))
        .filter(each -> Files.exists(store.resolve("runs").resolve(each).resolve("report")))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Writes the panel of a run by its command.
   *
   * @param directory empty or missing
   * @return what its first sample says of itself
   */
  public static String write(Path store, String study, Path directory) throws IOException {
    Console console =
        Console.run(
            Studies.builtIn(),
            "panel",
            run(store, study),
            "--store=" + store,
            "--export=" + directory,
            "--samples=2");
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out()).contains("panel " + directory.resolve("index.html"));
    assertThat(directory.resolve("data/loadings-0.js")).isNotEmptyFile();
    assertThat(directory.resolve("data/sample-2.js")).doesNotExist();
    return Files.readString(directory.resolve("data/sample-0.js"));
  }
}
