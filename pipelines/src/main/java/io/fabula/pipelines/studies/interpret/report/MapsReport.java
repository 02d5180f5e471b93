package io.fabula.pipelines.studies.interpret.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.analyses.AnalysisNames;
import io.fabula.pipelines.analyses.behaviours.MeaningTable;
import io.fabula.pipelines.analyses.behaviours.MeaningTable.Meaning;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the report shows of maps of states, and of what behaviours are about. */
final class MapsReport {
  private static final int COLUMNS = 2;

  private final CompletedRun<InterpretSettings> run;
  private final ReportParts parts;

  MapsReport(CompletedRun<InterpretSettings> run, ReportParts parts) {
    this.run = run;
    this.parts = parts;
  }

  /** One section for each kind of analysis that was computed. */
  List<Report.Section> sections() throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    if (run.has(AnalysisNames.DESCRIBE_BEHAVIOURS)) sections.add(meanings());
    if (run.has(AnalysisNames.MAP_BEHAVIOURS)) sections.add(behaviours());
    if (run.has(AnalysisNames.MAP_HIDDEN_STATES)) sections.add(hidden());
    if (run.has(AnalysisNames.CHOOSE_FACTORS)) sections.add(factors());
    if (run.has(AnalysisNames.MAP_SIMULATOR_STATES)) {
      sections.add(
          new Report.Section(
              "Maps of the simulator's states",
              "Clusters and maps of the simulator's own state in simulated rollouts.",
              maps(AnalysisNames.MAP_SIMULATOR_STATES, "variance")));
    }
    if (run.has(AnalysisNames.MAP_BEGINNINGS)) sections.add(beginnings());
    return sections;
  }

  private Report.Section hidden() throws IOException {
    String stage = AnalysisNames.MAP_HIDDEN_STATES;
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage, "readout"));
    blocks.addAll(parts.figures(stage, "outliers"));
    blocks.addAll(maps(stage, "overlap"));
    blocks.addAll(parts.clips(stage, "", "", 1));
    return new Report.Section(
        "Maps of hidden states",
        "Clusters and maps of the agent's memory in real rollouts, simulated states beside them, and"
            + " what each component pushes.",
        blocks);
  }

  private Report.Section behaviours() throws IOException {
    String stage = AnalysisNames.MAP_BEHAVIOURS;
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(
        new ReportBlock.Paragraphs(
            String.format(
                Locale.ROOT,
                "%.0f %% of steps are of the same behaviour as their nearest neighbour in this map.",
                100 * run.metric(stage, "neighbours_of_the_same"))));
    blocks.add(new ReportBlock.Grid(COLUMNS, parts.figures(stage)));
    return new Report.Section(
        "Behaviours as a map",
        "The steps whose dynamics were clustered into behaviours, in two dimensions for the eye.",
        blocks);
  }

  private Report.Section factors() throws IOException {
    String stage = AnalysisNames.CHOOSE_FACTORS;
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage));
    blocks.add(
        new ReportBlock.Paragraphs(
            String.format(
                Locale.ROOT,
                "With %s factors hidden numbers are predicted best, with an error of %.3f; their"
                    + " standard deviation is %.3f.",
                InterpretReport.number(run.metric(stage, "best_factors")),
                run.metric(stage, "hidden_error"),
                run.metric(stage, "deviation"))));
    return new Report.Section(
        "How many factors the agent's memory has",
        "Non-negative factors of the agent's states, judged by numbers that were hidden from the"
            + " fit.",
        blocks);
  }

  private Report.Section beginnings() throws IOException {
    String stage = AnalysisNames.MAP_BEGINNINGS;
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage, "bottlenecks"));
    blocks.add(
        new ReportBlock.Paragraphs(
            "A random beginning is %s away from the nearest one that frames were encoded to, which"
                    .formatted(InterpretReport.number(run.metric(stage, "nearest_random")))
                + " are %s away from each other; %s of %s clusters are nearest to a random one."
                    .formatted(
                        InterpretReport.number(run.metric(stage, "nearest_informed")),
                        InterpretReport.number(run.metric(stage, "clusters_reached_by_random")),
                        InterpretReport.number(run.metric(stage, "clusters")))));
    blocks.add(new ReportBlock.Grid(COLUMNS, parts.figures(stage, "pca-")));
    return new Report.Section(
        "Maps of beginnings",
        "Whether beginnings that are drawn from the whole sphere lie where data lie.",
        blocks);
  }

  /** The figures that begin so, then maps side by side, clusters and courses. */
  private List<ReportBlock> maps(String stage, String first) throws IOException {
    List<ReportBlock> blocks = new ArrayList<>();
    blocks.add(new ReportBlock.Grid(COLUMNS, parts.figures(stage, first)));
    for (String each : List.of("pca-", "tsne-")) {
      blocks.add(new ReportBlock.Grid(COLUMNS, parts.figures(stage, each)));
    }
    blocks.addAll(parts.figures(stage, "clusters"));
    blocks.addAll(parts.figures(stage, "courses"));
    return blocks;
  }

  private Report.Section meanings() throws IOException {
    String stage = AnalysisNames.DESCRIBE_BEHAVIOURS;
    List<ReportBlock> blocks = new ArrayList<>(parts.figures(stage));
    Map<Integer, List<Meaning>> byCluster = new TreeMap<>();
    for (Meaning each : MeaningTable.read(run.artifact(stage))) {
      byCluster.computeIfAbsent(each.cluster(), key -> new ArrayList<>()).add(each);
    }
    List<List<String>> rows = new ArrayList<>();
    byCluster.forEach(
        (cluster, all) ->
            rows.add(
                List.of(
                    "behaviour " + cluster,
                    Integer.toString(all.get(0).samples()),
                    words(all, "situation"),
                    words(all, "actions"),
                    words(all, "outcome"))));
    if (rows.isEmpty()) {
      blocks.add(
          new ReportBlock.Note(
              false, "Nothing to tell", "No behaviour has enough rollouts to be described."));
    } else {
      blocks.add(
          new ReportBlock.Table(
              "What behaviours are about: share in a behaviour (and in all others), %",
              List.of("behaviour", "rollouts", "situation", "actions", "outcome"), rows));
    }
    return new Report.Section(
        "Behaviours in the real game",
        "Behaviours are clusters of simulated rollouts. Here they are described by the recorded"
            + " courses that the rollouts began from, played once more: what was near, what the"
            + " agent did, and how it ended. Named is what differs from all other rollouts; none of"
            + " it is corrected for the number of comparisons.",
        blocks);
  }

  /** The largest differences whose interval leaves out 0. */
  private String words(List<Meaning> all, String kind) {
    return all.stream()
        .filter(each -> each.kind().equals(kind) && each.tells())
        .sorted(Comparator.comparingDouble((Meaning each) -> -Math.abs(each.difference())))
        .limit(run.resolved().settings().analyses().meaning().named())
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%s %.0f (%.0f)",
                    each.mark(),
                    100 * each.share(),
                    100 * each.others()))
        .reduce((a, b) -> a + "; " + b)
        .orElse("as all");
  }
}
