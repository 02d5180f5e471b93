package io.fabula.pipelines.panel;

import java.io.IOException;
import java.util.List;

/** Where a twin is played beside the original, while somebody waits. */
public interface LiveWorld {
  /** Most steps that twins go on. */
  int MOST_STEPS = 64;

  /** What of the world can be changed. */
  List<Choice> edits() throws IOException;

  /** How it is asked for, and what is shown; that of an agent with components unless said. */
  default Form form() {
    return Form.OF_COMPONENTS;
  }

  /**
   * Plays the original and its twin.
   *
   * @throws IllegalArgumentException if it cannot be done there; the message is for people
   */
  Comparison compare(Intervention intervention) throws IOException;

  /**
   * How changes are asked for, and how what comes of them is called.
   *
   * @param words what is compared with what
   * @param kinds of changes: {@code push}, {@code remove} and {@code edit}, with words for each, or
   *     these with a dash and more behind it; edits are left out where there are none
   * @param unit of what a push is measured in; may be empty
   * @param amount of a push that is proposed
   * @param pushable how many components, from the first, can be pushed or removed; -1 for all
   * @param repeated whether a push can be repeated in every step
   * @param bars what the bars of a step are
   * @param values what the value of a step is
   */
  record Form(
      String words,
      List<Choice> kinds,
      String unit,
      double amount,
      int pushable,
      boolean repeated,
      String bars,
      String values) {
    static final Form OF_COMPONENTS =
        new Form(
            "From this step of what was recorded, the episode goes on as it was and with one"
                + " change. World and random numbers are otherwise the same.",
            List.of(
                new Choice("push", "push a component"),
                new Choice("remove", "remove a component"),
                new Choice("edit", "edit the world")),
            "",
            2,
            -1,
            true,
            "Probability of actions",
            "Value");

    public Form {
      kinds = List.copyOf(kinds);
    }

    /** A form of edits alone. */
    public static Form ofEdits(String words, String change, String bars, String values) {
      return new Form(words, List.of(new Choice("edit", change)), "", 0, 0, false, bars, values);
    }
  }

  /**
   * An edit that can be asked for.
   *
   * @param name of the edit
   * @param words what it does
   */
  record Choice(String name, String words) {}

  /**
   * What is changed. Everything else and every random number stay equal.
   *
   * @param sample index of the sample
   * @param step at which the world is changed, from 0
   * @param kind {@code push}, {@code remove} or {@code edit}, as a form's kinds are named
   * @param component which is pushed or removed
   * @param amount how far it is pushed, in units of the component
   * @param every whether it is pushed again after every step
   * @param edit name of the edit
   * @param steps how many steps both go on, 1 to 64
   */
  record Intervention(
      int sample,
      int step,
      String kind,
      int component,
      double amount,
      boolean every,
      String edit,
      int steps) {
    public Intervention {
      if (sample < 0)
        throw new IllegalArgumentException("sample must be at least 0, got " + sample);
      if (step < 0) throw new IllegalArgumentException("step must be at least 0, got " + step);
      if (steps < 1 || steps > MOST_STEPS) {
        throw new IllegalArgumentException(
            "steps must be within 1..%d, got %d".formatted(MOST_STEPS, steps));
      }
      if (!(Math.abs(amount) <= 1000)) {
        throw new IllegalArgumentException("amount must be within -1000..1000, got " + amount);
      }
    }
  }

  /**
   * A course.
   *
   * @param frames what is seen, step by step
   * @param components {@code [steps, components]}
   * @param bars probabilities of actions, and what was done
   * @param values predicted in each step
   * @param actions what was done, in words
   * @param returned sum of rewards
   * @param ending why it ended, or that it did not
   */
  record Course(
      FrameStrip frames,
      List<List<Double>> components,
      SampleDetail.Bars bars,
      List<Double> values,
      List<String> actions,
      double returned,
      String ending) {}

  /**
   * The original and its twin.
   *
   * @param words what was changed
   * @param original as it would have been
   * @param twin with the change
   */
  record Comparison(String words, Course original, Course twin) {}
}
