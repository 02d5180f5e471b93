package io.fabula.pipelines.problems;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped name probably meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name with the smallest edit distance (Levenshtein), if it is near enough to be a
   * likely slip: at most a third of the longer name, and at least 2.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    return known.stream()
        .filter(
            each -> distance(name, each) <= Math.max(2, Math.max(name.length(), each.length()) / 3))
        .min(
            Comparator.<String>comparingInt(each -> distance(name, each))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A sentence part: {@code ", did you mean X?"}, or nothing if no name is near. */
  public static String hint(String name, Collection<String> known) {
    return of(name, known).map(nearest -> ", did you mean " + nearest + "?").orElse("");
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) previous[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
