package io.fabula.pipelines.config;

import io.fabula.envs.random.RandomStream;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of which some have several values: {@code key=a,b}, {@code key=choice(a,b)}, {@code
 * key=range(from,to)} or {@code key=range(from,to,step)} without {@code to} itself. Every
 * combination is one run, the last key changing fastest. Lists, groups and quoted texts are single
 * values.
 *
 * @param fixed settings with one value
 * @param swept settings with several, in the order in which they were given
 */
public record SettingsGrid(List<String> fixed, Map<String, List<String>> swept) {
  private static final Pattern CALL = Pattern.compile("(choice|range)\\((.*)\\)");
  private static final Pattern SEEDS = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");
  private static final int MOST = 10_000;

  public SettingsGrid {
    fixed = List.copyOf(fixed);
    swept = Collections.unmodifiableMap(new LinkedHashMap<>(swept));
  }

  /**
   * Reads settings as they stand on the command line.
   *
   * @param overrides {@code key=value} each
   * @param seeds {@code first..last}, all of which the root seed then takes in turn; or empty
   * @throws UsageProblem if one is not to be understood, or there are more than 10,000 combinations
   */
  public static SettingsGrid of(List<String> overrides, String seeds) {
    List<String> fixed = new ArrayList<>();
    Map<String, List<String>> swept = new LinkedHashMap<>();
    for (String each : overrides) {
      int equals = each.indexOf('=');
      if (each.startsWith("~")) {
        fixed.add(each); // takes a value back
        continue;
      }
      if (equals < 1) throw new UsageProblem("expected key=value, got " + Shown.value(each));
      String key = each.substring(0, equals);
      List<String> values = values(key, each.substring(equals + 1).strip());
      if (values.size() == 1) {
        fixed.add(key + "=" + values.get(0));
      } else if (swept.put(key.replaceFirst("^\\+\\+", ""), values) != null) {
        throw new UsageProblem(key + " has several values twice; keep one of them");
      }
    }
    if (!seeds.isEmpty() && swept.put("seed", seeds(seeds)) != null) {
      throw new UsageProblem("seed has several values and --seeds too; keep one of them");
    }
    long count = 1;
    for (List<String> each : swept.values()) count = Math.min(MOST + 1L, count * each.size());
    if (count > MOST) {
      throw new UsageProblem(
          "these settings have more than %,d combinations; sweep over fewer".formatted(MOST));
    }
    return new SettingsGrid(fixed, swept);
  }

  private static List<String> seeds(String text) {
    Matcher range = SEEDS.matcher(text);
    if (range.matches()) {
      long first = Long.parseLong(range.group(1));
      long last = Long.parseLong(range.group(2));
      if (first <= last && last - first < MOST) {
        List<String> seeds = new ArrayList<>();
        for (long seed = first; seed <= last; seed++) seeds.add(Long.toString(seed));
        return seeds;
      }
    }
    throw new UsageProblem(
        "--seeds must be like 0..29, at most %,d of them, got %s"
            .formatted(MOST, Shown.value(text)));
  }

  private static List<String> values(String key, String text) {
    Matcher call = CALL.matcher(text);
    if (!call.matches()) return parts(key, text);
    List<String> arguments = parts(key, call.group(2));
    return call.group(1).equals("choice") ? arguments : range(key, text, arguments);
  }

  private static List<String> range(String key, String text, List<String> arguments) {
    try {
      if (arguments.size() == 2 || arguments.size() == 3) {
        BigDecimal from = new BigDecimal(arguments.get(0));
        BigDecimal to = new BigDecimal(arguments.get(1));
        BigDecimal step = arguments.size() == 3 ? new BigDecimal(arguments.get(2)) : BigDecimal.ONE;
        List<String> values = new ArrayList<>();
        BigDecimal value = from;
        while (step.signum() != 0
            && value.compareTo(to) * step.signum() < 0
            && values.size() <= MOST) {
          values.add(value.toPlainString());
          value = value.add(step);
        }
        if (!values.isEmpty()) return values;
      }
    } catch (NumberFormatException e) {
      throw new UsageProblem(wrongRange(key, text), e);
    }
    throw new UsageProblem(wrongRange(key, text));
  }

  private static String wrongRange(String key, String text) {
    return "%s must be range(from,to) or range(from,to,step) with at least one value, got %s"
        .formatted(key, Shown.value(text));
  }

  /** The pieces between commas that stand in no brackets and no quotes. */
  private static List<String> parts(String key, String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '[' || c == '{' || c == '(') {
        depth++;
      } else if (c == ']' || c == '}' || c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(text.substring(from).strip());
    if (parts.size() > 1 && parts.contains("")) {
      throw new UsageProblem(
          "%s has an empty value among several: %s".formatted(key, Shown.value(text)));
    }
    return parts;
  }

  /** The swept keys with their values in each run, in the order of the runs. */
  public List<Map<String, String>> points() {
    List<Map<String, String>> points = List.of(Map.of());
    for (Map.Entry<String, List<String>> key : swept.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> point : points) {
        for (String value : key.getValue()) {
          Map<String, String> next = new LinkedHashMap<>(point);
          next.put(key.getKey(), value);
          longer.add(next);
        }
      }
      points = longer;
    }
    return points;
  }

  /**
   * Some of the points, drawn at random without repetition, in the order of all: a random search.
   * Seeds are not drawn among: each drawn combination of the other keys has all of them.
   *
   * @param count how many combinations of the other keys; all if there are no more
   * @param seed of the draw
   */
  public List<Map<String, String>> sampled(int count, long seed) {
    List<Map<String, String>> all = points();
    List<Map<String, String>> combinations =
        all.stream().map(SettingsGrid::withoutSeed).distinct().toList();
    int[] order = new RandomStream(seed).permutation(combinations.size());
    Set<Map<String, String>> drawn = new HashSet<>();
    for (int i = 0; i < Math.min(count, order.length); i++) drawn.add(combinations.get(order[i]));
    return all.stream().filter(point -> drawn.contains(withoutSeed(point))).toList();
  }

  private static Map<String, String> withoutSeed(Map<String, String> point) {
    Map<String, String> rest = new LinkedHashMap<>(point);
    rest.remove("seed");
    return rest;
  }

  /** All settings of a run as {@code key=value}. */
  public List<String> overrides(Map<String, String> point) {
    List<String> overrides = new ArrayList<>(fixed);
    point.forEach((key, value) -> overrides.add(key + "=" + value));
    return overrides;
  }
}
