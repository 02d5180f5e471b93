package io.fabula.analysis.figures;

import java.util.List;

/** Loss terms over training, one small panel each. */
public final class TrainingLosses {
  /** Measurements that are drawn as points too: a single one makes no line. */
  private static final int FEW = 20;

  private TrainingLosses() {}

  /**
   * One term.
   *
   * @param name such as {@code image} or {@code KL}
   * @param step training step of each point
   * @param value the loss
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by agreement
  public record Term(String name, double[] step, double[] value) {
    public Term {
      if (step.length != value.length) {
        throw new IllegalArgumentException(
            "step and value of "
                + name
                + " differ in length: "
                + step.length
                + " and "
                + value.length);
      }
    }
  }

  /**
   * Draws the terms, each with its own vertical range.
   *
   * @param what is trained, such as {@code simulator}
   */
  public static Figure of(String what, List<Term> terms) {
    FigureData data = new FigureData("term", "step", "loss");
    FigureData ordered = new FigureData("term", "step", "loss");
    for (Term term : terms) {
      String name = PlotSpecification.inOrder(terms.indexOf(term), term.name());
      for (int i = 0; i < term.step().length; i++) {
        data.add(term.name(), term.step()[i], term.value()[i]);
        ordered.add(name, term.step()[i], term.value()[i]);
      }
    }
    int columns = Math.min(3, terms.size());
    int rows = (terms.size() + columns - 1) / columns;
    PlotSpecification plot =
        new PlotSpecification(ordered, "x", "step", "y", "loss")
            .layer("line", "color", Palette.ACCENT, "size", 1);
    if (terms.stream().allMatch(each -> each.step().length <= FEW)) {
      plot.layer("point", "color", Palette.ACCENT, "size", 2.5);
    }
    Figure drawn =
        plot.axis("x", "training step")
            .axis("y", "")
            .wrap("term", "{}", columns, "free_y")
            .figure(
                ScatterMap.slug(what) + "-losses",
                "Training of the " + what,
                "Loss terms of the " + what + " over training, each in its own range.",
                Math.max(460, 280 * columns),
                80 + 170 * rows);
    return drawn.withData(data);
  }
}
