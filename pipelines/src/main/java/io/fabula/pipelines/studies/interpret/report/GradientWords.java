package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.analysis.stories.GradientAgreement;
import io.fabula.pipelines.stories.StoryGradients;
import java.util.List;

/** What the report says of the simulator's gradients held against real pushes. */
final class GradientWords {
  private GradientWords() {}

  /** A row of a card's table of evidence. */
  static List<String> row(StoryGradients.Row row) {
    GradientAgreement found = row.agreement();
    return List.of(
        "simulator, gradients along %s, %s later, correlation with real pushes"
            .formatted(row.path(), steps(found.lag())),
        Integer.toString(found.samples()),
        StoryCard.signed(found.correlation()),
        StoryCard.signed(found.low()) + " to " + StoryCard.signed(found.high()),
        "equal signs %s, slope %s"
            .formatted(StoryCard.percent(found.signs()), StoryCard.number(found.slope())),
        row.confirms() ? "confirms" : "does not confirm");
  }

  private static String steps(int lag) {
    return lag == 1 ? "1 step" : lag + " steps";
  }

  /** Whether the simulator confirms a path; empty if it was not asked. */
  static String verdict(String path, List<StoryGradients.Row> rows) {
    List<StoryGradients.Row> decisive =
        rows.stream().filter(row -> row.path().equals(path) && row.decisive()).toList();
    if (decisive.isEmpty()) return "";
    boolean confirms = decisive.stream().allMatch(StoryGradients.Row::confirms);
    return confirms
        ? " The simulator's gradients say so, too."
        : " The simulator's gradients do not confirm it.";
  }

  /** All components, each on each other. */
  static ReportBlock table(List<StoryGradients.Row> rows) {
    return new ReportBlock.Table(
        "Gradients against real pushes, between all components",
        List.of(
            "steps later",
            "beginnings",
            "correlation",
            "95 % interval",
            "slope",
            "equal signs",
            "p"),
        rows.stream()
            .filter(row -> row.path().equals(StoryGradients.ALL))
            .map(
                row ->
                    List.of(
                        Integer.toString(row.agreement().lag()),
                        Integer.toString(row.agreement().samples()),
                        StoryCard.number(row.agreement().correlation()),
                        StoryCard.number(row.agreement().low())
                            + " to "
                            + StoryCard.number(row.agreement().high()),
                        StoryCard.number(row.agreement().slope()),
                        StoryCard.percent(row.agreement().signs()),
                        StoryCard.p(row.agreement().pSigns())))
            .toList());
  }
}
