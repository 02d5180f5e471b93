package io.fabula.pipelines.panel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All about a sample beside its components.
 *
 * @param facts what it is, a line each
 * @param frames strips of its frames, those of a world beside those of another
 * @param actions what was done in each step, in words
 * @param bars numbers that belong together, step by step
 * @param lines single numbers, step by step
 * @param matrices how things of a step relate to each other
 * @param tables what does not change from step to step
 */
public record SampleDetail(
    List<String> facts,
    List<FrameStrip> frames,
    List<String> actions,
    List<Bars> bars,
    List<Line> lines,
    List<Matrix> matrices,
    List<PanelTable> tables) {
  public SampleDetail {
    facts = List.copyOf(facts);
    frames = List.copyOf(frames);
    actions = List.copyOf(actions);
    bars = List.copyOf(bars);
    lines = List.copyOf(lines);
    matrices = List.copyOf(matrices);
    tables = List.copyOf(tables);
  }

  /** Without what relates. */
  public SampleDetail(
      List<String> facts,
      List<FrameStrip> frames,
      List<String> actions,
      List<Bars> bars,
      List<Line> lines,
      List<PanelTable> tables) {
    this(facts, frames, actions, bars, lines, List.of(), tables);
  }

  /**
   * Numbers that belong together, such as the probabilities of actions.
   *
   * @param title what they are
   * @param labels names, one per bar
   * @param steps values of each step
   * @param chosen the bar that stands for what was done, -1 for none
   */
  public record Bars(
      String title, List<String> labels, List<List<Double>> steps, List<Integer> chosen) {
    public Bars {
      labels = List.copyOf(labels);
      steps = steps.stream().map(List::copyOf).toList();
      chosen = List.copyOf(chosen);
    }
  }

  /**
   * A number that changes from step to step.
   *
   * @param title what it is, with its unit
   * @param steps its values, null where it has none
   */
  public record Line(String title, List<@Nullable Double> steps) {}

  /**
   * How things relate to each other, such as how much each action looks at each other.
   *
   * @param title what is shown
   * @param labels what there is in each step
   * @param steps for each step rows of numbers, 0 to 1, row by row what one thing makes of all
   */
  public record Matrix(String title, List<List<String>> labels, List<List<List<Double>>> steps) {
    public Matrix {
      labels = labels.stream().map(List::copyOf).toList();
      steps = List.copyOf(steps);
    }
  }
}
