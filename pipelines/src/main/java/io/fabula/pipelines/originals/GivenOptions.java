package io.fabula.pipelines.originals;

import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The options of an original program's command line with their values. Of an option that is given
 * twice the last value counts.
 */
public final class GivenOptions {
  private static final List<String> YES = List.of("yes", "true", "t", "y", "1");
  private static final List<String> NO = List.of("no", "false", "f", "n", "0");

  private final Map<String, String> values;

  private GivenOptions(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Reads options.
   *
   * @param options {@code --name=value} or {@code --name value}
   * @param known whether an option of this name exists
   * @param names of options that may have been meant
   * @throws UsageProblem naming the option that is unknown or has no value
   */
  public static GivenOptions of(
      List<String> options, Predicate<String> known, Collection<String> names) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < options.size(); i++) {
      String each = options.get(i);
      if (!each.startsWith("--")) {
        throw new UsageProblem("expected an option such as --seed=31, got " + Shown.value(each));
      }
      int equals = each.indexOf('=');
      String name = each.substring(2, equals < 0 ? each.length() : equals);
      if (!known.test(name)) {
        throw new UsageProblem(
            "unknown option --%s%s".formatted(Shown.value(name), NearestName.hint(name, names)));
      }
      if (equals < 0 && i + 1 == options.size()) {
        throw new UsageProblem("option --" + name + " needs a value");
      }
      values.put(name, equals < 0 ? options.get(++i) : each.substring(equals + 1));
    }
    return new GivenOptions(values);
  }

  /** Whether an option is given. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Goes through all options in the order in which they are given. */
  public void forEach(BiConsumer<String, String> action) {
    values.forEach(action);
  }

  /** The value of an option as it is written, or what is given for a missing one. */
  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * The truth value of an option.
   *
   * @throws UsageProblem if it is none
   */
  public boolean flag(String name, boolean otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : truth(name, value);
  }

  /**
   * A truth value as the original programs write them.
   *
   * @throws UsageProblem naming the option if it is none
   */
  public static boolean truth(String name, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (YES.contains(lower)) return true;
    if (NO.contains(lower)) return false;
    throw new UsageProblem(
        "--%s must be yes, true, t, y, 1 or no, false, f, n, 0, got %s"
            .formatted(name, Shown.value(value)));
  }
}
