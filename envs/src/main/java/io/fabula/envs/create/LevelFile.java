package io.fabula.envs.create;

import io.fabula.envs.create.LevelPart.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads levels. A line is a setting ({@code name}, {@code steps}, {@code pause}, {@code
 * target-reward}, {@code marker-must-hit}), a shift ({@code noise NAME X Y} for uniform within the
 * given amounts to both sides, {@code noise NAME X..X Y..Y} between bounds, {@code noise NAME
 * either X Y or X Y}), or an object: its kind, its normalised place, and {@code name=value} for its
 * numbers and the {@code noise} it shares. {@code #} begins a comment. Nothing in a file is
 * evaluated.
 */
final class LevelFile {
  private final String source;
  private final List<Noise> noises = new ArrayList<>();
  private final List<LevelPart> parts = new ArrayList<>();
  private String name = "";
  private int steps = 30;
  private int pause;
  private boolean markerMustHit;
  private double targetReward = 1;
  private @Nullable LevelPart target;
  private @Nullable LevelPart goal;

  /**
   * A reader.
   *
   * @param source the file's name, for messages
   */
  LevelFile(String source) {
    this.source = source;
  }

  Level read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").trim();
      if (line.isEmpty()) continue;
      try {
        readLine(line.split("\\s+"));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    LevelPart foundTarget = target;
    LevelPart foundGoal = goal;
    if (name.isEmpty() || foundTarget == null || foundGoal == null) {
      throw new IllegalArgumentException(source + ": a level needs a name, a target and a goal");
    }
    checkNoises(foundTarget, foundGoal);
    return new Level(
        name, steps, pause, markerMustHit, targetReward, noises, foundTarget, foundGoal, parts);
  }

  private void readLine(String[] words) {
    switch (words[0]) {
      case "name" -> name = word(words, 1);
      case "steps" -> steps = whole(word(words, 1), 1);
      case "pause" -> pause = whole(word(words, 1), 0);
      case "target-reward" -> targetReward = number(word(words, 1));
      case "marker-must-hit" -> markerMustHit = true;
      case "noise" -> noises.add(noise(words));
      default -> part(words);
    }
  }

  private static Noise noise(String[] words) {
    String name = word(words, 1);
    if (word(words, 2).equals("either")) {
      return new Noise.Either(
          name,
          number(word(words, 3)),
          number(word(words, 4)),
          number(word(words, 6)),
          number(word(words, 7)));
    }
    double[] x = range(word(words, 2));
    double[] y = range(word(words, 3));
    return new Noise.Uniform(name, x[0], x[1], y[0], y[1]);
  }

  private static double[] range(String word) {
    int dots = word.indexOf("..");
    if (dots < 0) return new double[] {-number(word), number(word)};
    return new double[] {number(word.substring(0, dots)), number(word.substring(dots + 2))};
  }

  private void part(String[] words) {
    Kind kind = kind(words[0]);
    String noise = "";
    Map<String, Double> numbers = new HashMap<>();
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) throw new IllegalArgumentException("expected name=value, got " + words[i]);
      String key = words[i].substring(0, equals);
      String value = words[i].substring(equals + 1);
      if (key.equals("noise")) noise = value;
      else numbers.put(key, number(value));
    }
    LevelPart part =
        new LevelPart(kind, number(word(words, 1)), number(word(words, 2)), noise, numbers);
    if (part.isTarget()) target = part;
    else if (part.isGoal()) goal = part;
    else if (kind == Kind.MARKER && !parts.isEmpty())
      throw new IllegalArgumentException("the marker must stand before all other objects");
    else parts.add(part);
  }

  private static Kind kind(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word.replace("-", ""))) return kind;
    }
    throw new IllegalArgumentException("unknown word " + word);
  }

  private void checkNoises(LevelPart foundTarget, LevelPart foundGoal) {
    Set<String> known = new HashSet<>(Set.of(""));
    for (Noise noise : noises) known.add(noise.name());
    List<LevelPart> all = new ArrayList<>(parts);
    all.add(foundTarget);
    all.add(foundGoal);
    for (LevelPart part : all) {
      if (!known.contains(part.noise())) {
        throw new IllegalArgumentException(source + ": there is no noise " + part.noise());
      }
    }
  }

  private static String word(String[] words, int i) {
    if (i >= words.length) {
      throw new IllegalArgumentException("expected more after " + String.join(" ", words));
    }
    return words[i];
  }

  private static double number(String word) {
    try {
      double value = Double.parseDouble(word);
      if (Double.isFinite(value)) return value;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number, got " + word, e);
    }
    throw new IllegalArgumentException("expected a finite number, got " + word);
  }

  private static int whole(String word, int minimum) {
    double value = number(word);
    if (value != Math.rint(value) || value < minimum || value > 1_000_000) {
      throw new IllegalArgumentException(
          "expected a whole number of at least " + minimum + ", got " + word);
    }
    return (int) value;
  }
}
