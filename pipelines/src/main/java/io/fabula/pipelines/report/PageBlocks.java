package io.fabula.pipelines.report;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.analysis.video.FirstFrame;
import io.fabula.pipelines.json.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Blocks as templates need them; writing or copying the files they show on the way. */
final class PageBlocks implements ReportBlock.Visitor<PageBlock> {
  private final ReportFiles files;

  PageBlocks(ReportFiles files) {
    this.files = files;
  }

  List<PageBlock> of(List<ReportBlock> blocks) throws IOException {
    List<PageBlock> made = new ArrayList<>();
    for (ReportBlock each : blocks) made.add(each.accept(this));
    return made;
  }

  @Override
  public PageBlock paragraphs(ReportBlock.Paragraphs text) {
    return new PageBlock.Text(ReportText.paragraphs(text.text()));
  }

  @Override
  public PageBlock heading(ReportBlock.Heading heading) {
    return new PageBlock.Heading(heading.text());
  }

  @Override
  public PageBlock note(ReportBlock.Note note) {
    return new PageBlock.Note(note.caution(), note.title(), ReportText.paragraphs(note.text()));
  }

  @Override
  public PageBlock grid(ReportBlock.Grid grid) throws IOException {
    long clips = grid.blocks().stream().filter(ReportBlock.Video.class::isInstance).count();
    return new PageBlock.Grid(grid.columns(), clips > 1, of(grid.blocks()));
  }

  @Override
  public PageBlock drawing(ReportBlock.Drawing drawing) throws IOException {
    Figure figure = drawing.figure();
    List<String> written = files.draw(figure);
    Optional<Map<String, Object>> plot = figure.plot();
    String key = plot.isEmpty() ? "" : files.plot(written.get(0), Json.line(plot.get()));
    return picture(
        written,
        figure.title(),
        figure.description(),
        List.of(),
        key,
        PageBlock.Source.of(drawing.source()));
  }

  @Override
  public PageBlock image(ReportBlock.Image image) throws IOException {
    String shown = files.copy("figures", image.picture(), image.names());
    List<String> links = new ArrayList<>(List.of(shown));
    for (Path each : image.downloads()) {
      if (!each.equals(image.picture())) links.add(files.copy("figures", each));
    }
    String key =
        image.plot().isEmpty() ? "" : files.plot(shown, Files.readString(image.plot().get()));
    return picture(
        links,
        image.title(),
        image.description(),
        image.names(),
        key,
        PageBlock.Source.of(image.source()));
  }

  private PageBlock picture(
      List<String> written,
      String title,
      String description,
      List<String> names,
      String plot,
      PageBlock.Source source)
      throws IOException {
    List<PageBlock.Link> links = new ArrayList<>();
    for (String file : written) {
      String kind = file.substring(file.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
      String words = kind.equals("CSV") ? title + ": the numbers" : title;
      links.add(new PageBlock.Link(file, kind, words));
    }
    PictureSize size = PictureSize.of(files.folder().resolve(written.get(0)));
    return new PageBlock.Picture(
        written.get(0), size, title, description, names, plot, links, source);
  }

  @Override
  public PageBlock video(ReportBlock.Video video) throws IOException {
    String file = files.copy("videos", video.file());
    BufferedImage first = FirstFrame.of(video.file());
    String name = file.substring("videos/".length(), file.lastIndexOf('.'));
    String poster = files.write("videos", name, first);
    return new PageBlock.Clip(
        file,
        poster,
        new PictureSize(first.getWidth(), first.getHeight()),
        video.title(),
        video.description(),
        PageBlock.Source.of(video.source()));
  }

  @Override
  public PageBlock.Table table(ReportBlock.Table table) throws IOException {
    String csv = files.table(table.title(), table.header(), table.rows());
    List<PageBlock.Column> columns = new ArrayList<>();
    for (int c = 0; c < table.header().size(); c++) {
      boolean numeric = true;
      boolean any = false;
      for (List<String> row : table.rows()) {
        numeric &= ReportText.looksLikeNumber(row.get(c));
        any |= !row.get(c).isBlank();
      }
      columns.add(new PageBlock.Column(table.header().get(c), numeric && any));
    }
    return new PageBlock.Table(table.title(), columns, table.rows(), csv);
  }

  @Override
  public PageBlock verdicts(ReportBlock.Verdicts verdicts) throws IOException {
    List<PageBlock.Claim> claims =
        verdicts.claims().stream()
            .map(each -> new PageBlock.Claim(each.claim(), each.shown(), each.evidence()))
            .toList();
    String csv =
        files.table(
            verdicts.title(),
            List.of("claim", "verdict", "evidence"),
            claims.stream()
                .map(each -> List.of(each.text(), each.verdict(), each.evidence()))
                .toList());
    return new PageBlock.Verdicts(verdicts.title(), claims, csv);
  }
}
