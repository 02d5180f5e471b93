package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.StabilityTable;
import io.fabula.pipelines.stories.StoryGradients;
import io.fabula.pipelines.stories.StoryPaths;
import io.fabula.pipelines.stories.StoryTables;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report says of a story that is shown: the chain in words, and what it rests on. */
final class StoryCard {
  /** Components whose stability is below this deserve no name. */
  private static final double STABLE = 0.8;

  private static final double PERCENT = 100;

  /** Says in words what edits are. */
  private static final WorldEditor EDITOR = new CoinRun(CoinRunOptions.DEFAULT).editor();

  /** The tables that cards are made from, of all stories of an agent. */
  record Tables(
      List<StoryTables.Evidence> evidence,
      List<StoryTables.Cause> causes,
      List<StoryPaths.Path> paths,
      List<StoryGradients.Row> gradients,
      List<Double> stabilities) {
    static Tables read(Artifact stories, Artifact stability) {
      return new Tables(
          StoryTables.evidence(stories),
          StoryTables.causes(stories),
          StoryPaths.read(stories),
          StoryGradients.read(stories),
          StabilityTable.read(stability));
    }
  }

  private final ReportParts parts;
  private final AgentArm arm;
  private final StoryTables.Story story;
  private final List<StoryTables.Evidence> evidence;
  private final List<StoryTables.Cause> causes;
  private final List<StoryPaths.Path> paths;
  private final List<StoryGradients.Row> gradients;
  private final List<Double> stabilities;

  StoryCard(ReportParts parts, AgentArm arm, StoryTables.Story story, Tables tables) {
    this.parts = parts;
    this.arm = arm;
    this.story = story;
    String feature = story.feature();
    evidence = tables.evidence().stream().filter(each -> each.feature().equals(feature)).toList();
    causes = tables.causes().stream().filter(each -> each.feature().equals(feature)).toList();
    paths = tables.paths().stream().filter(each -> each.feature().equals(feature)).toList();
    gradients = tables.gradients().stream().filter(each -> each.feature().equals(feature)).toList();
    stabilities = tables.stabilities();
  }

  /** The blocks of the card, in reading order. */
  List<ReportBlock> blocks() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(new ReportBlock.Heading(capital(story.feature()) + ": " + headline()));
    blocks.add(new ReportBlock.Paragraphs(chain()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "seeing it is worth",
            Integer.toString(story.levels()),
            signed(-story.difference().mean()),
            signed(-story.difference().high()) + " to " + signed(-story.difference().low()),
            "%d levels worse without it, %d better".formatted(story.worse(), story.better()),
            p(story.pAdjusted())));
    for (StoryTables.Evidence each : evidence) {
      if (each.nullCount() == 0) continue;
      rows.add(
          List.of(
              each.test()
                  + ": "
                  + each.about()
                  + (each.test().startsWith("the world") ? ", log ratio to its placebo" : ""),
              Integer.toString(each.n()),
              signed(each.value()),
              signed(each.low()) + " to " + signed(each.high()),
              "%d untrained agents, mean %s".formatted(each.nullCount(), signed(each.nullMean())),
              p(each.p())));
    }
    for (StoryGradients.Row each : gradients) rows.add(GradientWords.row(each));
    blocks.addAll(parts.clips(arm.of(StageNames.FILM_STORIES), story.feature() + ".", "", 2));
    blocks.add(
        new ReportBlock.Table(
            "Evidence: " + story.feature(),
            List.of("what", "n", "value", "95 % interval", "against", "p"),
            rows));
    blocks.add(causes());
    blocks.addAll(
        parts.figures(arm.of(StageNames.CAUSAL_STORIES), "reactions-" + story.feature() + "."));
    paths(blocks);
    return blocks;
  }

  private void paths(List<ReportBlock> blocks) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (StoryPaths.Path each : paths) {
      if (each.kind() == StoryPaths.Kind.CANDIDATE) continue;
      rows.add(
          List.of(
              each.kind() == StoryPaths.Kind.REVERSE
                  ? "lost when only these still see it: " + each.path()
                  : named(each.path()),
              Integer.toString(each.share().groups()),
              number(each.share().value()),
              number(each.share().low()) + " to " + number(each.share().high()),
              each.random() == 0
                  ? ""
                  : "%d random, mean %s, largest %s"
                      .formatted(
                          each.random(), number(each.randomMean()), number(each.randomLargest())),
              each.random() == 0 ? "" : p(each.pRandom()),
              each.verdict()));
    }
    if (rows.isEmpty()) return;
    blocks.add(
        new ReportBlock.Table(
            "Paths: "
                + story.feature()
                + ", share of what seeing it is worth, on levels on which they were"
                + " not chosen",
            List.of(
                "not seen along", "levels", "share", "95 % interval", "against", "p", "verdict"),
            rows));
    blocks.addAll(
        parts.figures(arm.of(StageNames.CAUSAL_STORIES), "path-shares-" + story.feature() + "."));
    blocks.addAll(
        parts.figures(arm.of(StageNames.CAUSAL_STORIES), "memory-" + story.feature() + "."));
  }

  /** From the world over the state to what is done and what it is worth, in numbers. */
  private String chain() {
    StringBuilder text = new StringBuilder("The chain. ");
    for (StoryTables.Evidence each : evidence) {
      if (!each.test().startsWith("the world")) continue;
      EditSpec edit = EDITOR.edit(each.about());
      text.append(
          "%s moves the state %s times as far as its placebo, %s (untrained agents: %s times). "
              .formatted(
                  capital(edit.description()),
                  number(StrictMath.exp(each.value())),
                  edit.placebo(),
                  number(StrictMath.exp(each.nullMean()))));
    }
    for (StoryPaths.Path path : paths) {
      if (path.kind() != StoryPaths.Kind.CHOSEN) continue;
      List<String> acts = new ArrayList<>();
      String memory = "";
      for (StoryTables.Evidence each : evidence) {
        if (each.about().startsWith(path.path() + ": ")) {
          acts.add(
              "%s %s"
                  .formatted(
                      each.about().substring(path.path().length() + 2),
                      String.format(Locale.ROOT, "%+.1f", PERCENT * each.value())));
        } else if (each.about().equals(path.path())) {
          memory =
              ", %s of a push is left at the last lag (untrained agents: %s)"
                  .formatted(percent(each.value()), percent(each.nullMean()));
        }
      }
      text.append(
          "%s: %s points of probability per standard deviation%s; it carries %s of the worth (%s to %s), %s.%s "
              .formatted(
                  capital(named(path.path())),
                  String.join(", ", acts),
                  memory,
                  percent(path.share().value()),
                  percent(path.share().low()),
                  percent(path.share().high()),
                  path.verdict(),
                  GradientWords.verdict(path.path(), gradients)));
    }
    return text.toString().strip();
  }

  /** What not seeing a feature costs or adds; an interval that holds 0 is seen to. */
  static String worth(StoryTables.Story story) {
    double change = story.difference().mean();
    boolean costs = change < 0;
    return "not seeing it %s %s of %s points (%s to %s)"
        .formatted(
            costs ? "costs" : "adds",
            number(Math.abs(change)),
            number(story.base()),
            number(costs ? 0 - story.difference().high() : story.difference().low()),
            number(costs ? 0 - story.difference().low() : story.difference().high()));
  }

  private String headline() {
    StringBuilder text = new StringBuilder(worth(story));
    List<String> own = new ArrayList<>();
    double before = 0;
    double after = 0;
    for (StoryTables.Cause each : causes) {
      if (!each.own() || each.success()) continue;
      own.add(each.cause());
      before += each.base();
      after += each.blind();
    }
    if (!own.isEmpty()) {
      text.append("; episodes that end by ")
          .append(String.join(" or ", own))
          .append(": ")
          .append(percent(before))
          .append(" -> ")
          .append(percent(after));
    }
    List<String> through = new ArrayList<>();
    for (StoryPaths.Path each : paths) {
      if (!each.shown()) continue;
      through.add(percent(each.share().value()) + " of it through " + named(each.path()));
    }
    if (!through.isEmpty()) text.append("; ").append(String.join(", ", through));
    return text.toString();
  }

  /** A component that does not come out again is called a direction. */
  private String named(String path) {
    if (!path.matches("IC[0-9]+")) return path;
    double stability = stabilities.get(Integer.parseInt(path.substring(2)));
    return stability >= STABLE
        ? "%s (comes out again, %s)".formatted(path, number(stability))
        : "a direction (%s, which does not come out again, %s)".formatted(path, number(stability));
  }

  private ReportBlock causes() {
    List<List<String>> rows = new ArrayList<>();
    for (StoryTables.Cause each : causes) {
      if (each.base() + each.blind() == 0) continue;
      rows.add(
          List.of(
              each.cause() + (each.own() ? " (belongs to it)" : ""),
              percent(each.base()),
              percent(each.blind()),
              percent(each.low()) + " to " + percent(each.high())));
    }
    return new ReportBlock.Table(
        "How episodes end: " + story.feature(),
        List.of("cause", "as it is", "without seeing it", "95 % interval of the change"),
        rows);
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String signed(double value) {
    if (Double.isNaN(value)) return "none";
    return String.format(Locale.ROOT, "%+.2f", value == 0 ? 0.0 : value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  static String p(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.2g", value);
  }
}
