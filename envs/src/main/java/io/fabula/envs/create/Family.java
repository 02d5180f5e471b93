package io.fabula.envs.create;

import static io.fabula.envs.create.Activator.ELECTRIC;
import static io.fabula.envs.create.Activator.FIRE;
import static io.fabula.envs.create.Activator.MAGNET;
import static io.fabula.envs.create.Activator.SPRING;
import static io.fabula.envs.create.Activator.WATER;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types of tools, in the order of the catalogue. */
public enum Family {
  RAMP("Ramp", MAGNET, 45, 60, 75, 90, 105, 165),
  TRAMPOLINE("Trampoline", SPRING, 45, 60, 75, 90, 105, 165),
  FIXED_BALL("Fixed_Ball", MAGNET),
  BOUNCY_BALL("Bouncy_Ball", SPRING),
  FIXED_BOX("Fixed_Box", MAGNET),
  BOUNCY_BOX("Bouncy_Box", SPRING),
  FIXED_TRIANGLE("Fixed_Triangle", MAGNET, 30, 45, 60, 105),
  BOUNCY_TRIANGLE("Bouncy_Triangle", SPRING, 30, 45, 60, 105),
  FIXED_SQUARE("Fixed_Square", MAGNET, 15, 30, 75),
  BOUNCY_SQUARE("Bouncy_Square", SPRING, 15, 30, 75),
  FIXED_PENTAGON("Fixed_Pentagon", MAGNET, 15, 45, 60),
  BOUNCY_PENTAGON("Bouncy_Pentagon", SPRING, 15, 45, 60),
  FIXED_HEXAGON("Fixed_Hexagon", MAGNET, 15, 45),
  BOUNCY_HEXAGON("Bouncy_Hexagon", SPRING, 15, 45),
  HINGE("Hinge", FIRE),
  HINGE_CONSTRAINED("Hinge_Constrained", FIRE, 50, 65, 80),
  SEE_SAW("See_Saw", FIRE, 5, 50),
  CANNON("Cannon", FIRE, 0, 15, 45, 60, 105, 120, 165, 240, 255, 300, 315, 330),
  FAN("Fan", ELECTRIC, 60, 90, 135, 195, 210, 225, 240, 255, 270, 285, 300, 330),
  BELT("Belt", ELECTRIC),
  FUNNEL("Funnel", WATER, 15, 30, 45, 60, 75, 105, 135, 195, 255, 270, 285, 300),
  BUCKET("Bucket", WATER, 15, 45, 75, 90, 105, 150, 180, 195, 210, 240, 255, 345),
  NO_OP("no_op", null),
  ACTIVATOR("Activator", null);

  /** All types, in the order of the catalogue. */
  static final List<Family> TYPES = List.of(values());

  private final String label;
  private final @Nullable Activator activator;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> trainAngles;

  Family(String label, @Nullable Activator activator, Integer... trainAngles) {
    this.label = label;
    this.activator = activator;
    this.trainAngles = List.of(trainAngles);
  }

  /** The name as published. */
  public String label() {
    return label;
  }

  /** What its tools need to come to life. */
  public Optional<Activator> activator() {
    return Optional.ofNullable(activator);
  }

  /** Whether its tools are used in the published experiments. */
  boolean published() {
    return !trainAngles.isEmpty();
  }

  /** Whether tools with this angle, in degrees, are for training. */
  boolean trainsAt(double angle) {
    for (int each : trainAngles) if (each == angle) return true;
    return false;
  }
}
