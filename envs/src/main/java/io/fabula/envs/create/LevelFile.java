package io.fabula.envs.create;

import io.fabula.envs.create.LevelPart.Kind;
import io.fabula.envs.text.Utf8Lines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads levels. A line is a setting ({@code name}, {@code steps}, {@code pause}, {@code
 * target-reward}, {@code marker-must-hit}), a place for tools ({@code spot X Y}; without any they
 * go anywhere), a shift ({@code noise NAME X Y} for uniform within the given amounts to both sides,
 * {@code noise NAME X..X Y..Y} between bounds, {@code noise NAME either X Y or X Y}), or an object:
 * its kind, its normalised place, and {@code name=value} for its numbers and the {@code noise} it
 * shares. {@code #} begins a comment. Nothing in a file is evaluated.
 */
final class LevelFile {
  private final String source;
  private final List<Noise> noises = new ArrayList<>();
  private final List<LevelPart> parts = new ArrayList<>();
  private final List<Level.Place> spots = new ArrayList<>();
  private final Map<Integer, String> noiseLines = new TreeMap<>();
  private String name = "";
  private int steps = 30;
  private int pause;
  private boolean markerMustHit;
  private double targetReward = 1;
  private final Set<String> settings = new HashSet<>();
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
        readLine(line.split("\\s+"), i + 1);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    LevelPart foundTarget = target;
    LevelPart foundGoal = goal;
    noiseLines.forEach(this::checkNoise);
    if (name.isEmpty() || foundTarget == null || foundGoal == null) {
      throw new IllegalArgumentException(source + ": a level needs a name, a target and a goal");
    }
    return new Level(
        name,
        steps,
        pause,
        markerMustHit,
        targetReward,
        noises,
        foundTarget,
        foundGoal,
        parts,
        spots);
  }

  private void readLine(String[] words, int line) {
    switch (words[0]) {
      case "name" -> name = setting(words, 2)[1];
      case "steps" -> steps = whole(setting(words, 2)[1], 1);
      case "pause" -> pause = whole(setting(words, 2)[1], 0);
      case "target-reward" -> targetReward = Utf8Lines.number(setting(words, 2)[1]);
      case "marker-must-hit" -> markerMustHit = setting(words, 1).length == 1;
      case "noise" -> add(noise(words));
      case "spot" -> spots.add(spot(exactly(words, 3)));
      default -> part(words, line);
    }
  }

  /** The words of a setting, which stands once. */
  private String[] setting(String[] words, int count) {
    if (!settings.add(words[0])) {
      throw new IllegalArgumentException(words[0] + " is there already");
    }
    return exactly(words, count);
  }

  private static String[] exactly(String[] words, int count) {
    word(words, count - 1);
    if (words.length > count) {
      throw new IllegalArgumentException(
          "expected nothing behind %s, got %s"
              .formatted(words[count - 1], Utf8Lines.quoted(words[count])));
    }
    return words;
  }

  private void add(Noise noise) {
    if (noises.stream().anyMatch(each -> each.name().equals(noise.name()))) {
      throw new IllegalArgumentException("noise " + noise.name() + " is there already");
    }
    noises.add(noise);
  }

  private static Noise noise(String[] words) {
    String name = word(words, 1);
    if (word(words, 2).equals("either")) {
      if (!word(words, 5).equals("or")) {
        throw new IllegalArgumentException("expected noise NAME either X Y or X Y");
      }
      exactly(words, 8);
      return new Noise.Either(
          name,
          number(word(words, 3)),
          number(word(words, 4)),
          number(word(words, 6)),
          number(word(words, 7)));
    }
    exactly(words, 4);
    double[] x = range(word(words, 2));
    double[] y = range(word(words, 3));
    return new Noise.Uniform(name, x[0], x[1], y[0], y[1]);
  }

  private static Level.Place spot(String[] words) {
    double x = number(words[1]);
    double y = number(words[2]);
    if (Math.abs(x) > 1 || Math.abs(y) > 1) {
      throw new IllegalArgumentException("a spot must be within -1..1, got " + x + " " + y);
    }
    return new Level.Place(x, y);
  }

  private static double[] range(String word) {
    int dots = word.indexOf("..");
    double from = dots < 0 ? -number(word) : number(word.substring(0, dots));
    double to = dots < 0 ? number(word) : number(word.substring(dots + 2));
    if (from > to) {
      throw new IllegalArgumentException("expected bounds in ascending order, got " + word);
    }
    return new double[] {from, to};
  }

  private void part(String[] words, int line) {
    Kind kind = kind(words[0]);
    String noise = "";
    Map<String, Double> numbers = new HashMap<>();
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1)
        throw new IllegalArgumentException(
            "expected name=value, got " + Utf8Lines.quoted(words[i]));
      String key = words[i].substring(0, equals);
      String value = words[i].substring(equals + 1);
      boolean repeated = key.equals("noise") ? !noise.isEmpty() : numbers.containsKey(key);
      if (repeated) throw new IllegalArgumentException(key + " is there twice");
      if (key.equals("noise")) noise = value;
      else numbers.put(key, number(value));
    }
    if (!noise.isEmpty()) noiseLines.put(line, noise);
    LevelPart part =
        new LevelPart(kind, number(word(words, 1)), number(word(words, 2)), noise, numbers);
    if ((part.isTarget() && target != null) || (part.isGoal() && goal != null)) {
      throw new IllegalArgumentException("a level has one target and one goal; this is another");
    }
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
    throw new IllegalArgumentException("unknown word " + Utf8Lines.quoted(word));
  }

  private void checkNoise(int line, String noise) {
    if (noises.stream().noneMatch(each -> each.name().equals(noise))) {
      throw new IllegalArgumentException(
          "%s, line %d: there is no noise %s".formatted(source, line, Utf8Lines.quoted(noise)));
    }
  }

  private static String word(String[] words, int i) {
    if (i >= words.length) {
      throw new IllegalArgumentException("expected more after " + String.join(" ", words));
    }
    return words[i];
  }

  private static double number(String word) {
    return Utf8Lines.number(word);
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
