package io.fabula.pipelines.studies;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Figures and clips of artifacts as pieces of a report. */
public final class ReportParts {
  private static final String FIGURES = "figures/";
  private static final String CLIPS = "clips/";

  private final CompletedRun<?> run;

  public ReportParts(CompletedRun<?> run) {
    this.run = run;
  }

  /** All figures of a stage's artifact. */
  public List<ReportBlock> figures(String stage) throws IOException {
    Artifact artifact = run.artifact(stage);
    List<ReportBlock> blocks = new ArrayList<>();
    for (Part part : artifact.parts(FIGURES)) {
      if (!part.path().endsWith(".svg")) continue;
      String stem = part.path().substring(0, part.path().length() - ".svg".length());
      FigureCaption caption =
          Json.read(Files.readAllBytes(artifact.file(stem + ".json")), FigureCaption.class);
      blocks.add(
          new ReportBlock.Image(
              caption.title(),
              caption.description(),
              artifact.file(part.path()),
              List.of(artifact.file(stem + ".csv")),
              artifact.manifest().signature().toString()));
    }
    return blocks;
  }

  /**
   * All clips of a stage's artifact side by side, if it has any.
   *
   * @param title of each, before its number
   * @param description of all of them
   */
  public List<ReportBlock> clips(String stage, String title, String description, int columns) {
    Artifact artifact = run.artifact(stage);
    List<ReportBlock> videos = new ArrayList<>();
    for (Part part : artifact.parts(CLIPS)) {
      String name = part.path().substring(part.path().lastIndexOf('-') + 1);
      videos.add(
          new ReportBlock.Video(
              title + " " + Integer.parseInt(name.replace(".mp4", "")),
              "",
              artifact.file(part.path()),
              artifact.manifest().signature().toString()));
    }
    if (videos.isEmpty()) return List.of();
    return List.of(new ReportBlock.Paragraphs(description), new ReportBlock.Grid(columns, videos));
  }
}
