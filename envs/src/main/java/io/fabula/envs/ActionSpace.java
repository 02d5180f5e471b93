package io.fabula.envs;

import java.util.List;
import java.util.Locale;

/**
 * The actions that exist in a world; which of them are available now is {@link
 * Environment#availableActions()}.
 */
public sealed interface ActionSpace {
  /** Number of discrete actions, or of items that a slate is made from. */
  int count();

  /**
   * Throws unless {@code action} belongs to this space.
   *
   * @throws IllegalArgumentException naming the action and what was expected
   */
  void check(Action action);

  /**
   * What an action of this space means to a person, in a few words without line breaks.
   *
   * @param action an element of this space
   */
  String describe(Action action);

  /** What this is in a few words, such as {@code 7 actions}. */
  String summary();

  /** One of {@code names.size()} actions; all are always available. */
  record Discrete(List<String> names) implements ActionSpace {
    public Discrete {
      names = List.copyOf(names);
      if (names.isEmpty())
        throw new IllegalArgumentException("a discrete space needs at least one action");
    }

    @Override
    public int count() {
      return names.size();
    }

    @Override
    public void check(Action action) {
      if (!(action instanceof Action.Discrete chosen)
          || chosen.index() < 0
          || chosen.index() >= names.size()) {
        throw new IllegalArgumentException(
            "action must be one of 0.."
                + (names.size() - 1)
                + " without parameters, got "
                + action);
      }
    }

    @Override
    public String summary() {
      return names.size() + " actions";
    }

    @Override
    public String describe(Action action) {
      check(action);
      return names.get(((Action.Discrete) action).index());
    }
  }

  /** A discrete action together with the real parameters that belong to it. */
  record Parameterised(List<ParameterisedAction> actions) implements ActionSpace {
    public Parameterised {
      actions = List.copyOf(actions);
      if (actions.isEmpty())
        throw new IllegalArgumentException("a parameterised space needs at least one action");
    }

    @Override
    public int count() {
      return actions.size();
    }

    @Override
    public void check(Action action) {
      if (!(action instanceof Action.Parameterised chosen)
          || chosen.index() < 0
          || chosen.index() >= actions.size()) {
        throw new IllegalArgumentException(
            "action must be one of 0.."
                + (actions.size() - 1)
                + " with its parameters, got "
                + action);
      }
      actions.get(chosen.index()).check(chosen);
    }

    @Override
    public String summary() {
      return actions.size() + " actions with real parameters";
    }

    @Override
    public String describe(Action action) {
      check(action);
      Action.Parameterised chosen = (Action.Parameterised) action;
      return actions.get(chosen.index()).name() + Parameter.describe(chosen.parameters());
    }
  }

  /**
   * One entry of a set that changes from episode to episode (or from step to step), with optional
   * parameters common to all entries. An action names the entry by its id in the catalogue.
   *
   * @param catalogue number of entries that exist; ids are {@code 0..catalogue-1}
   * @param setSize number of entries available at a time, or 0 if it varies
   * @param representationSize numbers that describe an entry to an agent ({@link
   *     ActionSet#representation})
   * @param parameters the parameters every entry takes; empty for none
   */
  record VariableSet(int catalogue, int setSize, int representationSize, List<Parameter> parameters)
      implements ActionSpace {
    public VariableSet {
      parameters = List.copyOf(parameters);
      if (catalogue < 1)
        throw new IllegalArgumentException("catalogue must be at least 1, got " + catalogue);
      if (setSize < 0 || setSize > catalogue) {
        throw new IllegalArgumentException(
            "setSize must be within 0.." + catalogue + ", got " + setSize);
      }
    }

    @Override
    public int count() {
      return catalogue;
    }

    @Override
    public void check(Action action) {
      int index;
      float[] values;
      if (action instanceof Action.Discrete chosen) {
        index = chosen.index();
        values = new float[0];
      } else if (action instanceof Action.Parameterised chosen) {
        index = chosen.index();
        values = chosen.parameters();
      } else {
        throw new IllegalArgumentException("action must name one entry of the set, got " + action);
      }
      if (index < 0 || index >= catalogue) {
        throw new IllegalArgumentException(
            "entry must be within 0.." + (catalogue - 1) + ", got " + index);
      }
      Parameter.checkAll(parameters, values);
    }

    @Override
    public String summary() {
      return (setSize > 0 ? setSize + " out of " : "some of ")
          + catalogue
          + " actions"
          + (parameters.isEmpty() ? "" : " with " + parameters.size() + parametersName());
    }

    private String parametersName() {
      boolean real = parameters.stream().noneMatch(Parameter::whole);
      return (real ? " real parameter" : " parameter") + (parameters.size() == 1 ? "" : "s");
    }

    @Override
    public String describe(Action action) {
      check(action);
      return action instanceof Action.Parameterised chosen
          ? "entry " + chosen.index() + Parameter.describe(chosen.parameters())
          : "entry " + ((Action.Discrete) action).index();
    }
  }

  /**
   * An ordered list without repeats of {@code slateSize} items out of a candidate set that changes.
   *
   * @param items number of items that exist; ids are {@code 0..items-1}
   * @param slateSize items in a slate
   * @param candidates items available at a time
   * @param representationSize numbers that describe an item to an agent
   */
  record Slate(int items, int slateSize, int candidates, int representationSize)
      implements ActionSpace {
    public Slate {
      if (slateSize < 1 || candidates < slateSize || items < candidates) {
        throw new IllegalArgumentException(
            "needs 1 <= slateSize <= candidates <= items, got "
                + slateSize
                + ", "
                + candidates
                + ", "
                + items);
      }
    }

    @Override
    public int count() {
      return items;
    }

    @Override
    public void check(Action action) {
      if (!(action instanceof Action.Slate chosen) || chosen.items().length != slateSize) {
        throw new IllegalArgumentException(
            "action must be a slate of " + slateSize + " items, got " + action);
      }
      int[] ids = chosen.items();
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] < 0 || ids[i] >= items) {
          throw new IllegalArgumentException(
              "item must be within 0.." + (items - 1) + ", got " + ids[i]);
        }
        for (int j = 0; j < i; j++) {
          if (ids[i] == ids[j])
            throw new IllegalArgumentException("item " + ids[i] + " stands twice in the slate");
        }
      }
    }

    @Override
    public String summary() {
      return "slate of " + slateSize + " out of " + candidates + ", " + items + " items";
    }

    @Override
    public String describe(Action action) {
      check(action);
      StringBuilder text = new StringBuilder("slate");
      for (int id : ((Action.Slate) action).items()) text.append(' ').append(id);
      return text.toString();
    }
  }

  /** A discrete action of a parameterised space. */
  record ParameterisedAction(String name, List<Parameter> parameters) {
    public ParameterisedAction {
      parameters = List.copyOf(parameters);
    }

    void check(Action.Parameterised action) {
      Parameter.checkAll(parameters, action.parameters());
    }
  }

  /**
   * A parameter and its closed range.
   *
   * @param whole whether only whole numbers are allowed, as for one of some fixed places
   */
  record Parameter(String name, float minimum, float maximum, boolean whole) {
    public Parameter {
      if (!(minimum <= maximum)) {
        throw new IllegalArgumentException(
            name + ": minimum must not exceed maximum, got " + minimum + ", " + maximum);
      }
      if (whole && (!isWhole(minimum) || !isWhole(maximum))) {
        throw new IllegalArgumentException(
            name + ": the range must be of whole numbers, got " + minimum + ".." + maximum);
      }
    }

    /** A real parameter. */
    public Parameter(String name, float minimum, float maximum) {
      this(name, minimum, maximum, false);
    }

    /** One of {@code count} things, 0..count-1. */
    public static Parameter choice(String name, int count) {
      return new Parameter(name, 0, count - 1f, true);
    }

    /** Whole numbers in the range. */
    public int choices() {
      return (int) (maximum - minimum) + 1;
    }

    private static boolean isWhole(float value) {
      return value == Math.rint(value);
    }

    private String range() {
      return whole ? (int) minimum + ".." + (int) maximum + ", whole" : minimum + ".." + maximum;
    }

    static String describe(float[] values) {
      StringBuilder text = new StringBuilder();
      for (float value : values) text.append(String.format(Locale.ROOT, " %.2f", value));
      return text.toString();
    }

    static void checkAll(List<Parameter> expected, float[] values) {
      if (values.length != expected.size()) {
        throw new IllegalArgumentException(
            "action takes " + expected.size() + " parameters, got " + values.length);
      }
      for (int i = 0; i < values.length; i++) {
        Parameter p = expected.get(i);
        boolean inside = values[i] >= p.minimum() && values[i] <= p.maximum();
        if (!inside || (p.whole() && !isWhole(values[i]))) {
          throw new IllegalArgumentException(
              p.name() + " must be within " + p.range() + ", got " + values[i]);
        }
      }
    }
  }
}
