package io.fabula.envs.create;

import io.fabula.envs.create.drawing.Appearance;
import java.util.List;

/** What brings tools to life; each kind has one entry in the catalogue. */
public enum Activator {
  FIRE(Appearance.FIRE, "Fire", 1, 0, 0),
  WATER(Appearance.WATER, "Water", 1, 0, 1),
  ELECTRIC(Appearance.ELECTRIC, "Electric", 1, 1, 0),
  MAGNET(Appearance.MAGNET, "Magnet", 1, 1, 1),
  SPRING(Appearance.SPRING, "Spring", 0, 0, 1);

  /** All kinds, in the order of the catalogue. */
  static final List<Activator> KINDS = List.of(values());

  private final Appearance appearance;
  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> bits;

  Activator(Appearance appearance, String label, Integer... bits) {
    this.appearance = appearance;
    this.label = label;
    this.bits = List.of(bits);
  }

  /** How it is drawn. */
  Appearance appearance() {
    return appearance;
  }

  /** The name as published. */
  public String label() {
    return label;
  }

  /** One of the three bits that tell activators apart in the representation. */
  int bit(int i) {
    return bits.get(i);
  }
}
