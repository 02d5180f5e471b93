package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.UsageProblem;
import java.util.List;
import java.util.function.Function;

/** What a measurement is asked to measure. */
final class NamedWork {
  private NamedWork() {}

  /**
   * Those that are named, in the order of all; all if none is named.
   *
   * @param kind what they are called, such as "workload"
   * @throws UsageProblem if there is none of a name, with the nearest one
   */
  static <T> List<T> chosen(
      String kind, List<T> all, Function<T, String> nameOf, List<String> names) {
    List<String> known = all.stream().map(nameOf).toList();
    for (String name : names) {
      if (known.contains(name)) continue;
      throw new UsageProblem(
          "no %s \"%s\"%s; there are %s"
              .formatted(kind, name, NearestName.hint(name, known), String.join(", ", known)));
    }
    return all.stream()
        .filter(each -> names.isEmpty() || names.contains(nameOf.apply(each)))
        .toList();
  }
}
