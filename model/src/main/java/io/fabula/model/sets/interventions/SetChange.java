package io.fabula.model.sets.interventions;

import io.fabula.envs.ActionSet;
import java.util.Arrays;

/** A change of a set by one member; the others keep their order. */
public sealed interface SetChange {
  /** The place of the member that goes, or -1. */
  int removed();

  /** The id of the member that comes, or -1. */
  int added();

  /** A set with this change. */
  ActionSet in(ActionSet set);

  /** Where each member of a set stands after this change; -1 for one that is gone. */
  int[] places(int size);

  /**
   * One member goes.
   *
   * @param removed its place
   */
  record Remove(int removed) implements SetChange {
    @Override
    public int added() {
      return -1;
    }

    @Override
    public ActionSet in(ActionSet set) {
      int size = set.ids().length;
      require(removed, size);
      if (size == 1) throw new IllegalArgumentException("the only member cannot be removed");
      int width = set.representation().length / size;
      int[] ids = new int[size - 1];
      float[] representation = new float[ids.length * width];
      for (int i = 0, j = 0; i < size; i++) {
        if (i == removed) continue;
        ids[j] = set.ids()[i];
        System.arraycopy(set.representation(), i * width, representation, j * width, width);
        j++;
      }
      return new ActionSet(ids, representation);
    }

    @Override
    public int[] places(int size) {
      int[] places = new int[size];
      for (int i = 0; i < size; i++) places[i] = i < removed ? i : i == removed ? -1 : i - 1;
      return places;
    }
  }

  /**
   * A member comes, behind all others.
   *
   * @param member a set of it alone
   */
  record Add(ActionSet member) implements SetChange {
    @Override
    public int removed() {
      return -1;
    }

    @Override
    public int added() {
      return member.ids()[0];
    }

    @Override
    public ActionSet in(ActionSet set) {
      requireNew(member, set);
      int size = set.ids().length;
      int[] ids = Arrays.copyOf(set.ids(), size + 1);
      ids[size] = added();
      int used = set.representation().length;
      int width = member.representation().length;
      float[] representation = Arrays.copyOf(set.representation(), used + width);
      System.arraycopy(member.representation(), 0, representation, used, width);
      return new ActionSet(ids, representation);
    }

    @Override
    public int[] places(int size) {
      int[] places = new int[size];
      for (int i = 0; i < size; i++) places[i] = i;
      return places;
    }
  }

  /**
   * A member takes the place of another.
   *
   * @param removed the place
   * @param member a set of the member that comes alone
   */
  record Swap(int removed, ActionSet member) implements SetChange {
    @Override
    public int added() {
      return member.ids()[0];
    }

    @Override
    public ActionSet in(ActionSet set) {
      int size = set.ids().length;
      require(removed, size);
      requireNew(member, set);
      int[] ids = set.ids().clone();
      ids[removed] = added();
      float[] representation = set.representation().clone();
      int width = member.representation().length;
      System.arraycopy(member.representation(), 0, representation, removed * width, width);
      return new ActionSet(ids, representation);
    }

    @Override
    public int[] places(int size) {
      int[] places = new int[size];
      for (int i = 0; i < size; i++) places[i] = i == removed ? -1 : i;
      return places;
    }
  }

  private static void require(int place, int size) {
    if (place < 0 || place >= size) {
      throw new IllegalArgumentException(
          "place must be within 0.." + (size - 1) + ", got " + place);
    }
  }

  private static void requireNew(ActionSet member, ActionSet set) {
    if (member.ids().length != 1) {
      throw new IllegalArgumentException("one member can come, got " + member);
    }
    if (set.contains(member.ids()[0])) {
      throw new IllegalArgumentException(member.ids()[0] + " is in the set " + set + " already");
    }
  }
}
