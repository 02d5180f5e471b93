package io.fabula.envs.create;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One object of a level.
 *
 * @param kind what it is
 * @param x normalised
 * @param y normalised
 * @param noise name of the shift it shares, empty for none
 * @param numbers lengths in world units, angles in degrees, and so on, by name
 */
record LevelPart(Kind kind, double x, double y, String noise, Map<String, Double> numbers) {
  /** The kinds, each with the numbers that it may have. */
  enum Kind {
    TARGET("radius"),
    BASKETBALL(),
    GOAL(),
    GOALBALL(),
    BASKET(),
    MARKER(),
    STATION(),
    MARKERSTATION(),
    FLOOR("length", "thickness"),
    WALL("length", "thickness"),
    OUTERFLOOR("length", "thickness"),
    OUTERWALL("length", "thickness"),
    SLOPE("length", "thickness", "angle"),
    TRAMPOLINE("length", "elasticity"),
    CANNON("angle", "force"),
    FUNNEL("angle", "size"),
    BUCKET("angle", "size"),
    BELT("length", "speed"),
    LADDER("length"),
    SEESAW("length", "maximum", "weight"),
    BALL("radius", "mass", "elasticity"),
    BOX("side", "mass", "elasticity");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    Kind(String... names) {
      this.names = List.of(names);
    }

    boolean knows(String number) {
      return names.contains(number);
    }
  }

  /** Numbers that are nothing at 0 or below. */
  private static final Set<String> ABOVE_ZERO =
      Set.of("radius", "length", "thickness", "side", "size", "mass");

  LevelPart {
    numbers = Map.copyOf(numbers);
    numbers.forEach(
        (name, value) -> {
          boolean isElasticity = name.equals("elasticity");
          if (ABOVE_ZERO.contains(name) ? !(value > 0) : isElasticity && !(value >= 0)) {
            throw new IllegalArgumentException(
                "%s must be %s 0, got %s"
                    .formatted(name, isElasticity ? "at least" : "above", value));
          }
        });
    for (String name : numbers.keySet()) {
      if (!kind.knows(name)) {
        throw new IllegalArgumentException(
            kind.name().toLowerCase(Locale.ROOT) + " has no " + name);
      }
    }
  }

  /** A number of the part. */
  double number(String name, double otherwise) {
    return numbers.getOrDefault(name, otherwise);
  }

  boolean isTarget() {
    return kind == Kind.TARGET || kind == Kind.BASKETBALL;
  }

  boolean isGoal() {
    return kind == Kind.GOAL || kind == Kind.GOALBALL || kind == Kind.BASKET;
  }
}
