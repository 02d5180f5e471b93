package io.fabula.pipelines.studies;

import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.StageWork;
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
  private static final String FIGURE = ".svg";
  private static final String VIDEO = ".mp4";

  private final CompletedRun<?> run;

  public ReportParts(CompletedRun<?> run) {
    this.run = run;
  }

  /** All figures of a stage's artifact. */
  public List<ReportBlock> figures(String stage) throws IOException {
    return figures(stage, "");
  }

  /** The figures of a stage's artifact whose names begin like this. */
  public List<ReportBlock> figures(String stage, String beginning) throws IOException {
    return List.copyOf(figures(run.artifact(stage), beginning));
  }

  /** The figures of an artifact whose names begin like this. */
  public static List<ReportBlock.Image> figures(Artifact artifact, String beginning)
      throws IOException {
    List<ReportBlock.Image> blocks = new ArrayList<>();
    for (Part part : artifact.parts(FIGURES + beginning)) {
      if (!part.path().endsWith(FIGURE)) continue;
      String stem = part.path().substring(0, part.path().length() - FIGURE.length());
      FigureCaption caption = caption(artifact, part.path(), FIGURE);
      blocks.add(
          new ReportBlock.Image(
              caption.title(),
              caption.description(),
              artifact.file(part.path()),
              List.of(artifact.file(stem + ".csv")),
              artifact.manifest().signature().toString(),
              List.of(),
              artifact.parts(stem + StageWork.PLOT).stream()
                  .findFirst()
                  .map(each -> artifact.file(each.path()))));
    }
    return blocks;
  }

  /**
   * All clips of a stage's artifact side by side, if it has any, each with what is said of it.
   *
   * @param description of all of them
   */
  public List<ReportBlock> clips(String stage, String description, int columns) throws IOException {
    return clips(stage, "", description, columns);
  }

  /**
   * The clips of a stage's artifact whose names begin like this.
   *
   * @param description of all of them; may be empty
   */
  public List<ReportBlock> clips(String stage, String beginning, String description, int columns)
      throws IOException {
    Artifact artifact = run.artifact(stage);
    List<ReportBlock> videos = new ArrayList<>();
    for (Part part : artifact.parts(CLIPS + beginning)) {
      if (!part.path().endsWith(VIDEO)) continue;
      FigureCaption caption = caption(artifact, part.path(), VIDEO);
      videos.add(
          new ReportBlock.Video(
              caption.title(),
              caption.description(),
              artifact.file(part.path()),
              artifact.manifest().signature().toString()));
    }
    if (videos.isEmpty()) return List.of();
    if (description.isEmpty()) return videos;
    return List.of(new ReportBlock.Paragraphs(description), new ReportBlock.Grid(columns, videos));
  }

  private static FigureCaption caption(Artifact artifact, String path, String ending)
      throws IOException {
    String stem = path.substring(0, path.length() - ending.length());
    return Json.read(Files.readAllBytes(artifact.file(stem + ".json")), FigureCaption.class);
  }
}
