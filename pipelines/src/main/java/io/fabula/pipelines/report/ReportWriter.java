package io.fabula.pipelines.report;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.web.WebFiles;
import io.fabula.pipelines.web.WebPages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a report's folder: {@code index.html} with its scripts and style, {@code figures/}, {@code
 * data/} from which figures are drawn anew, {@code tables/} and {@code videos/}. The page needs no
 * network and no server; it adapts to narrow screens, dark mode and paper. Without scripts
 * everything is there, too, but for what one asks a figure by pointing at it.
 */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * Writes the report; the page itself comes last and in one move.
   *
   * @param folder created if missing
   * @param pictures whether figures are offered as PNG too
   * @return the path of {@code index.html}
   * @throws IOException if a file to be shown is missing or the folder cannot be written
   */
  public static Path write(Report report, Path folder, Figure.Pictures pictures)
      throws IOException {
    Files.createDirectories(folder);
    ReportPage page = page(report, folder, new PageBlocks(new ReportFiles(folder, pictures)));
    List<String> beside = new ArrayList<>(ReportPage.SCRIPTS);
    beside.addAll(List.of(WebFiles.THEME, ReportPage.STYLE));
    for (String each : beside) {
      Files.write(folder.resolve(each), WebFiles.read(ReportWriter.class, each));
    }
    Path index = folder.resolve("index.html");
    String html = WebPages.html("report/report.jte", page);
    AtomicFile.write(index, html.getBytes(StandardCharsets.UTF_8));
    return index;
  }

  private static ReportPage page(Report report, Path folder, PageBlocks blocks) throws IOException {
    List<ReportPage.Part> sections = new ArrayList<>();
    Set<String> taken = new HashSet<>(Set.of("content", "settings", "lineage", "terms"));
    for (Report.Section each : report.sections()) {
      sections.add(
          new ReportPage.Part(
              anchor(each.title(), taken),
              each.title(),
              ReportText.paragraphs(each.lead()),
              blocks.of(each.blocks())));
    }
    return new ReportPage(
        report,
        sections,
        settings(report, blocks),
        Glossary.standard().usedBy(report),
        ReportLineage.of(report.lineage(), folder));
  }

  private static String anchor(String title, Set<String> taken) {
    String stem = ReportText.slug(title);
    String anchor = stem;
    for (int i = 2; !taken.add(anchor); i++) anchor = stem + "-" + i;
    return anchor;
  }

  private static Optional<PageBlock.Table> settings(Report report, PageBlocks blocks)
      throws IOException {
    if (report.settings().isEmpty()) return Optional.empty();
    return Optional.of(
        blocks.table(
            new ReportBlock.Table(
                "All settings",
                List.of("Key", "Value", "From"),
                report.settings().stream()
                    .map(each -> List.of(each.key(), each.value(), each.origin()))
                    .toList())));
  }
}
