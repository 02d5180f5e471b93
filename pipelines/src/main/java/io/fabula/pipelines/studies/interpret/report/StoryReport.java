package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.StabilityTable;
import io.fabula.pipelines.stories.StoryPaths;
import io.fabula.pipelines.stories.StoryTables;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report says of the causal stories of an agent: a card for each that is shown. */
final class StoryReport {
  /** Components whose stability is below this deserve no name. */
  private static final double STABLE = 0.8;

  private static final double PERCENT = 100;

  /** Says in words what edits are. */
  private static final WorldEditor EDITOR = new CoinRun(CoinRunOptions.DEFAULT).editor();

  private final CompletedRun<InterpretSettings> run;
  private final ReportParts parts;
  private final AgentArm arm;
  private final Artifact artifact;
  private final List<StoryTables.Story> stories;

  StoryReport(CompletedRun<InterpretSettings> run, ReportParts parts, AgentArm arm) {
    this.run = run;
    this.parts = parts;
    this.arm = arm;
    artifact = run.artifact(arm.of(StageNames.CAUSAL_STORIES));
    stories = StoryTables.stories(artifact);
  }

  /** Features whose story is shown. */
  List<String> shown() {
    return stories.stream()
        .filter(StoryTables.Story::shown)
        .map(StoryTables.Story::feature)
        .toList();
  }

  int judged() {
    return stories.size();
  }

  Report.Section section() throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.addAll(parts.figures(arm.of(StageNames.CAUSAL_STORIES), "worth-of-seeing"));
    for (StoryTables.Story each : stories) if (each.shown()) card(blocks, each);
    notShown(blocks);
    blocks.add(
        new ReportBlock.Note(
            false,
            "How a story is judged",
            "(a) Seeing the feature changes the return: exact sign test over levels, adjusted over"
                + " all features and placebos. (b) The failures that blindness adds are those that"
                + " belong to the feature. (c) An edit of the world moves the agent's state more"
                + " than a placebo of about equal area, and more so than in %s of the same size"
                    .formatted(untrainedAgents())
                + " that watch the same frames. (d) No placebo passes (a)."));
    return new Report.Section(title(), lead(), blocks);
  }

  private String title() {
    return arm.studied() ? "Causal stories" : "Causal stories of the reference agent";
  }

  private String lead() {
    String what =
        "What the agent does because of a feature of the world, by intervention in the real game:"
            + " the same levels with the same random numbers, played by a twin whose decisions are"
            + " read from a memory that never saw the feature.";
    if (arm.studied()) return what;
    return "The agent that comes along was trained for longer than a run of this profile can. "
        + what;
  }

  private String untrainedAgents() {
    int count = run.resolved().settings().stories().untrainedAgents();
    return count == 1 ? "1 untrained agent" : count + " untrained agents";
  }

  private void card(List<ReportBlock> blocks, StoryTables.Story story) throws IOException {
    blocks.add(new ReportBlock.Heading(capital(story.feature()) + ": " + headline(story)));
    blocks.add(new ReportBlock.Paragraphs(chain(story.feature())));
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "seeing it is worth",
            Integer.toString(story.levels()),
            signed(-story.difference().mean()),
            signed(-story.difference().high()) + " to " + signed(-story.difference().low()),
            "%d levels worse without it, %d better".formatted(story.worse(), story.better()),
            p(story.pAdjusted())));
    for (StoryTables.Evidence each : StoryTables.evidence(artifact)) {
      if (!each.feature().equals(story.feature()) || each.nullCount() == 0) continue;
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
    blocks.addAll(parts.clips(arm.of(StageNames.FILM_STORIES), story.feature() + ".", "", 2));
    blocks.add(
        new ReportBlock.Table(
            "Evidence: " + story.feature(),
            List.of("what", "n", "value", "95 % interval", "against", "p"),
            rows));
    blocks.add(causes(story));
    blocks.addAll(
        parts.figures(arm.of(StageNames.CAUSAL_STORIES), "reactions-" + story.feature() + "."));
    paths(blocks, story.feature());
  }

  private void paths(List<ReportBlock> blocks, String feature) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (StoryPaths.Path each : StoryPaths.read(artifact)) {
      if (!each.feature().equals(feature) || each.kind() == StoryPaths.Kind.CANDIDATE) continue;
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
                + feature
                + ", share of what seeing it is worth, on levels on which they were"
                + " not chosen",
            List.of(
                "not seen along", "levels", "share", "95 % interval", "against", "p", "verdict"),
            rows));
    blocks.addAll(parts.figures(arm.of(StageNames.CAUSAL_STORIES), "path-shares-" + feature + "."));
    blocks.addAll(parts.figures(arm.of(StageNames.CAUSAL_STORIES), "memory-" + feature + "."));
  }

  /** From the world over the state to what is done and what it is worth, in numbers. */
  private String chain(String feature) {
    List<StoryTables.Evidence> evidence =
        StoryTables.evidence(artifact).stream()
            .filter(each -> each.feature().equals(feature))
            .toList();
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
    for (StoryPaths.Path path : StoryPaths.read(artifact)) {
      if (!path.feature().equals(feature) || path.kind() != StoryPaths.Kind.CHOSEN) continue;
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
          "%s: %s points of probability per standard deviation%s; it carries %s of the worth (%s to %s), %s. "
              .formatted(
                  capital(named(path.path())),
                  String.join(", ", acts),
                  memory,
                  percent(path.share().value()),
                  percent(path.share().low()),
                  percent(path.share().high()),
                  path.verdict()));
    }
    return text.toString().strip();
  }

  private String headline(StoryTables.Story story) {
    double change = story.difference().mean();
    String worth =
        "not seeing it %s %s of %s points (%s to %s)"
            .formatted(
                change < 0 ? "costs" : "adds",
                number(Math.abs(change)),
                number(story.base()),
                number(
                    Math.min(
                        Math.abs(story.difference().low()), Math.abs(story.difference().high()))),
                number(
                    Math.max(
                        Math.abs(story.difference().low()), Math.abs(story.difference().high()))));
    StringBuilder text = new StringBuilder(worth);
    List<String> own = new ArrayList<>();
    double before = 0;
    double after = 0;
    for (StoryTables.Cause each : StoryTables.causes(artifact)) {
      if (!each.feature().equals(story.feature()) || !each.own() || each.success()) continue;
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
    List<String> paths = new ArrayList<>();
    for (StoryPaths.Path each : StoryPaths.read(artifact)) {
      if (!each.feature().equals(story.feature()) || !each.shown()) continue;
      paths.add(percent(each.share().value()) + " of it through " + named(each.path()));
    }
    if (!paths.isEmpty()) text.append("; ").append(String.join(", ", paths));
    return text.toString();
  }

  /** A component that does not come out again is called a direction. */
  private String named(String path) {
    if (!path.matches("IC[0-9]+")) return path;
    double stability =
        StabilityTable.read(run.artifact(arm.of(StageNames.COMPONENT_STABILITY)))
            .get(Integer.parseInt(path.substring(2)));
    return stability >= STABLE
        ? "%s (comes out again, %s)".formatted(path, number(stability))
        : "a direction (%s, which does not come out again, %s)".formatted(path, number(stability));
  }

  private ReportBlock causes(StoryTables.Story story) {
    List<List<String>> rows = new ArrayList<>();
    for (StoryTables.Cause each : StoryTables.causes(artifact)) {
      if (!each.feature().equals(story.feature()) || each.base() + each.blind() == 0) continue;
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

  private void notShown(List<ReportBlock> blocks) {
    List<List<String>> rows = new ArrayList<>();
    for (StoryTables.Story each : stories) {
      if (each.shown()) continue;
      rows.add(
          List.of(
              each.feature() + (each.placebo() ? " (placebo)" : ""),
              Integer.toString(each.levels()),
              number(each.base()),
              number(each.blind()),
              signed(each.difference().mean()),
              signed(each.difference().low()) + " to " + signed(each.difference().high()),
              each.verdict()));
    }
    if (rows.isEmpty()) return;
    blocks.add(
        new ReportBlock.Table(
            "What is not shown, and why",
            List.of(
                "not seen",
                "levels",
                "return as it is",
                "without it",
                "difference",
                "95 % interval",
                "verdict"),
            rows));
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String signed(double value) {
    if (Double.isNaN(value)) return "none";
    return String.format(Locale.ROOT, "%+.2f", value == 0 ? 0.0 : value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String p(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.2g", value);
  }
}
