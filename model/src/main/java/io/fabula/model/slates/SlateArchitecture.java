package io.fabula.model.slates;

import java.util.List;
import java.util.Objects;

/**
 * The size of an agent that shows slates.
 *
 * @param kind how slates are made of values
 * @param user what is seen of a user
 * @param itemSize numbers that describe an item, at least 1
 * @param slateSize items in a slate, at least 2
 * @param candidates items to choose from, at least {@code slateSize}
 * @param trainItems items that agents with one output per item know; 0 for other agents
 * @param slate what makes a code of the slate so far
 * @param seesSlate whether values depend on the slate so far
 * @param skips whether values see user and slate beside the set; else only what the set says
 * @param set what values see of the set
 * @param separateValues whether each position of the slate has a value network of its own
 * @param valueHidden units of the value network's hidden layers, two numbers
 */
public record SlateArchitecture(
    Kind kind,
    UserView user,
    int itemSize,
    int slateSize,
    int candidates,
    int trainItems,
    SequenceEncoder slate,
    boolean seesSlate,
    boolean skips,
    SetView set,
    boolean separateValues,
    List<Integer> valueHidden) {
  /** Width of the codes of items, slates and availability. */
  public static final int CODE = 32;

  /** How slates are made of values. */
  public enum Kind {
    /** The items of the highest values at once: a deep Q-network per item. */
    TOP_VALUES,
    /** One position after the other, each value knowing the slate so far. */
    CASCADE,
    /** As {@link #CASCADE} with one output per training item; the set only masks outputs. */
    MASK_OUTPUT,
    /** As {@link #MASK_OUTPUT}, and which items are available is an input as well. */
    MASK_INPUT_OUTPUT
  }

  /**
   * What is seen of a user.
   *
   * @param steps vectors of a history, or 0 for one vector that needs no encoding
   * @param width numbers of each vector, at least 1
   * @param code width after encoding; {@code width} where nothing is encoded
   * @param encoder what encodes a history
   */
  public record UserView(int steps, int width, int code, SequenceEncoder encoder) {
    public UserView {
      Objects.requireNonNull(encoder, "encoder");
      if (steps < 0) throw new IllegalArgumentException("steps must be at least 0, got " + steps);
      if (width < 1) throw new IllegalArgumentException("width must be at least 1, got " + width);
      if (code < 1 || (steps == 0 && code != width)) {
        throw new IllegalArgumentException(
            "code must be at least 1, and equal to width without a history, got " + code);
      }
    }

    /** One vector, seen as it is. */
    public static UserView direct(int width) {
      return new UserView(0, width, width, SequenceEncoder.GRU);
    }

    /** Numbers that an agent is given. */
    public int inputs() {
      return Math.max(1, steps) * width;
    }

    /** Numbers behind the encoder. */
    public int size() {
      return code;
    }
  }

  public SlateArchitecture {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(slate, "slate");
    Objects.requireNonNull(set, "set");
    valueHidden = List.copyOf(valueHidden);
    if (itemSize < 1) {
      throw new IllegalArgumentException("itemSize must be at least 1, got " + itemSize);
    }
    if (slateSize < 2) {
      throw new IllegalArgumentException("slateSize must be at least 2, got " + slateSize);
    }
    if (candidates < slateSize) {
      throw new IllegalArgumentException(
          "candidates must be at least the slateSize " + slateSize + ", got " + candidates);
    }
    boolean mask = kind == Kind.MASK_OUTPUT || kind == Kind.MASK_INPUT_OUTPUT;
    if (mask != trainItems > 0) {
      throw new IllegalArgumentException(
          "trainItems must be above 0 exactly for mask agents, got " + trainItems);
    }
    if (kind != Kind.CASCADE && !set.isBlind()) {
      throw new IllegalArgumentException("only agents of kind CASCADE see the set, got " + kind);
    }
    if (separateValues && kind != Kind.CASCADE) {
      throw new IllegalArgumentException("separateValues needs the kind CASCADE, got " + kind);
    }
    if (valueHidden.size() != 2 || valueHidden.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "valueHidden must be two numbers from 1, got " + valueHidden);
    }
  }

  /** The published sizes of an agent that values candidates. */
  public static SlateArchitecture of(
      Kind kind, UserView user, int itemSize, int slateSize, int candidates, SetView set) {
    return new SlateArchitecture(
        kind,
        user,
        itemSize,
        slateSize,
        candidates,
        0,
        SequenceEncoder.GRU,
        kind != Kind.TOP_VALUES,
        true,
        set,
        false,
        List.of(256, 64));
  }

  /** The published sizes of an agent with one output per training item. */
  public static SlateArchitecture masking(
      Kind kind, UserView user, int itemSize, int slateSize, int candidates, int trainItems) {
    return new SlateArchitecture(
        kind,
        user,
        itemSize,
        slateSize,
        candidates,
        trainItems,
        SequenceEncoder.GRU,
        true,
        true,
        SetView.NOTHING,
        false,
        List.of(256, 64));
  }

  /** The same agent for another number of candidates; its weights fit both. */
  public SlateArchitecture withCandidates(int count) {
    if (masks()) {
      throw new IllegalArgumentException("the outputs of mask agents are tied to their items");
    }
    return new SlateArchitecture(
        kind,
        user,
        itemSize,
        slateSize,
        count,
        trainItems,
        slate,
        seesSlate,
        skips,
        set,
        separateValues,
        valueHidden);
  }

  /** Whether outputs are tied to the training items, so that no others can be chosen. */
  public boolean masks() {
    return kind == Kind.MASK_OUTPUT || kind == Kind.MASK_INPUT_OUTPUT;
  }

  /** Values that a decision yields: one per candidate, or one per training item. */
  public int choices() {
    return masks() ? trainItems : candidates;
  }

  /** Value networks: one, or one per position. */
  int valueNetworks() {
    return separateValues ? slateSize : 1;
  }

  /** The width of a value network's input. */
  int valueInputs() {
    int width = 0;
    if (skips) width += user.size();
    if (masks()) {
      if (kind == Kind.MASK_INPUT_OUTPUT) width += CODE;
    } else {
      width += set.relational() ? set.relationalSize(this) : CODE;
      width += set.summarySize(this);
    }
    if (skips && seesSlate) width += CODE;
    return width;
  }
}
