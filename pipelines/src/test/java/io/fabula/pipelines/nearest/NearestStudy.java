package io.fabula.pipelines.nearest;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.ReportParts;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agents.EvaluateAgent;
import io.fabula.pipelines.studies.agents.RecordRollouts;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A study of agents in two small worlds, one with sets of actions that change, one with actions
 * that have parameters: its stages are those that all studies share, under its own names.
 */
public record NearestStudy(String name) implements Study<NearestSettings> {
  /** Under its own name. */
  public NearestStudy() {
    this("nearest");
  }

  @Override
  public String description() {
    return "agents in worlds whose actions change or have parameters";
  }

  @Override
  public Class<NearestSettings> settings() {
    return NearestSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny");
  }

  @Override
  public long seed(NearestSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(NearestSettings s) {
    List<Stage> stages = new ArrayList<>();
    for (Game game : Game.values()) {
      int updates = game == Game.NEAREST ? s.updates() : s.platformUpdates();
      String agent = named("learn", game);
      stages.add(new TrainByPpo<>(agent, new Training(s.seed(), game, updates)));
      stages.add(
          new EvaluateAgent<>(
              named("compare", game), agent, new Played.Compared(s.seed(), game, s.levels())));
      stages.add(
          new RecordRollouts<>(
              named("watch", game),
              agent,
              new Played.Recorded(s.seed(), game, s.episodes(), s.episodesPerShard())));
    }
    return List.copyOf(stages);
  }

  private static String named(String what, Game game) {
    return what + "-" + game.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Report report(CompletedRun<NearestSettings> run) throws IOException {
    List<Report.Section> sections = new ArrayList<>();
    for (Game game : Game.values()) {
      String stage = named("compare", game);
      sections.add(new Report.Section(stage, "", new ReportParts(run).figures(stage)));
    }
    return new Report(
        "Nearest",
        run.resolved().runId(),
        "The agent earns " + run.metric("compare-nearest", "agent") + ".",
        List.of(),
        sections,
        run.settings(),
        run.lineage());
  }
}
