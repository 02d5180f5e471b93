package io.fabula.envs;

import java.util.Arrays;

/**
 * The actions available at one moment.
 *
 * @param ids available ids in the order the world presents them
 * @param representation the features of each action that an agent sees, {@code [ids.length,
 *     representationSize]} row by row; empty if actions have no features
 */
@SuppressWarnings(
    "ArrayRecordComponent") // read in place on the acting path; immutable by agreement
public record ActionSet(int[] ids, float[] representation) {
  /** All of {@code 0..count-1}, without features. */
  public static ActionSet all(int count) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) ids[i] = i;
    return new ActionSet(ids, new float[0]);
  }

  /** Whether {@code id} is available. */
  public boolean contains(int id) {
    for (int each : ids) if (each == id) return true;
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ActionSet that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(representation, that.representation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(representation);
  }

  @Override
  public String toString() {
    return "ActionSet" + Arrays.toString(ids);
  }
}
