package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the store is: the option, else the environment, else the directory {@code store}. */
final class StoreOption {
  private static final String DEFAULT_STORE = "store";
  private static final String VARIABLE = "FABULA_STORE";

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Where artifacts and runs are kept (default: $FABULA_STORE, or ./store).")
  private @Nullable String place;

  /**
   * The store; nothing is created yet.
   *
   * @throws UsageProblem if the place is empty or not a directory's name
   */
  Store open() {
    if (place != null) return at(place, "--store");
    String fromEnvironment = System.getenv(VARIABLE);
    return fromEnvironment == null || fromEnvironment.isEmpty()
        ? at(DEFAULT_STORE, "--store")
        : at(fromEnvironment, VARIABLE);
  }

  private static Store at(String place, String source) {
    if (place.isBlank()) {
      throw new UsageProblem(
          source + " must name a directory, got nothing; leave it out for ./store");
    }
    if (place.matches("(?!file:)[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
      String hint = place.contains("://") ? "" : "; write ./" + place + " if that is its name";
      throw new UsageProblem(
          "%s must be a directory on this machine, got %s%s".formatted(source, place, hint));
    }
    return Store.at(place);
  }
}
