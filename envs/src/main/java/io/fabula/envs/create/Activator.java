package io.fabula.envs.create;

import java.util.List;

/** What brings tools to life; each kind has one entry in the catalogue. */
public enum Activator {
  FIRE("Fire", 1, 0, 0),
  WATER("Water", 1, 0, 1),
  ELECTRIC("Electric", 1, 1, 0),
  MAGNET("Magnet", 1, 1, 1),
  SPRING("Spring", 0, 0, 1);

  /** All kinds, in the order of the catalogue. */
  static final List<Activator> KINDS = List.of(values());

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> bits;

  Activator(String label, Integer... bits) {
    this.label = label;
    this.bits = List.of(bits);
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
