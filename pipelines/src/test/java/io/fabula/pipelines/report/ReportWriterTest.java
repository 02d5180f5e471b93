package io.fabula.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  @Test
  void everyLinkOfAFullReportLeadsSomewhere(@TempDir Path temporary) throws Exception {
    Path folder = Path.of("target", "report-sample");
    Path index = ReportWriter.write(ReportSample.of(temporary), folder, Figure.Pictures.SVG);
    String html = Files.readString(index);
    Matcher links = LINK.matcher(html);
    int files = 0;
    while (links.find()) {
      String link = links.group(1);
      if (link.equals("data:,")) continue; // no icon
      if (link.startsWith("#")) {
        assertThat(html).contains("id=\"" + link.substring(1) + "\"");
      } else {
        assertThat(link).doesNotContain(":").doesNotStartWith("/");
        assertThat(folder.resolve(link)).isNotEmptyFile();
        files++;
      }
    }
    assertThat(files).isGreaterThan(25);
    assertThat(html)
        .contains("not shown")
        .doesNotContain("<script>")
        .doesNotContain("style=")
        .doesNotContain("http:", "https:");
  }

  @Test
  void textNeverBecomesMarkup(@TempDir Path folder) throws IOException {
    String hostile = "<img src=x onerror=\"alert('1')\"> & co";
    Report report =
        new Report(
            hostile,
            hostile,
            hostile,
            List.of(new Report.Fact(hostile, hostile, hostile)),
            List.of(
                new Report.Section(
                    hostile,
                    hostile,
                    List.of(
                        new ReportBlock.Note(true, hostile, hostile),
                        new ReportBlock.Table(hostile, List.of(hostile), List.of(List.of(hostile))),
                        new ReportBlock.Verdicts(
                            hostile, List.of(new ReportBlock.Claim(hostile, true, hostile)))))),
            List.of(new Report.Setting(hostile, hostile, hostile)),
            List.of(
                new Report.Artifact(
                    hostile, hostile, List.of(hostile), hostile, hostile, hostile)));
    String html = Files.readString(ReportWriter.write(report, folder, Figure.Pictures.SVG));
    assertThat(html).doesNotContain("<img").contains("&lt;img src=x");
    assertThat(html).contains("aria-label=\"&lt;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;");
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("gone.mp4");
    Report report =
        new Report(
            "t",
            "",
            "",
            List.of(),
            List.of(
                new Report.Section("s", "", List.of(new ReportBlock.Video("v", "", missing, "")))),
            List.of(),
            List.of());
    assertThatThrownBy(
            () -> ReportWriter.write(report, folder.resolve("report"), Figure.Pictures.SVG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone.mp4");
    assertThat(folder.resolve("report").resolve("index.html")).doesNotExist();
  }

  @Test
  void equalFileNamesAreKeptApart(@TempDir Path folder) throws IOException {
    Path first = Files.createDirectories(folder.resolve("a")).resolve("x.mp4");
    Path second = Files.createDirectories(folder.resolve("b")).resolve("x.mp4");
    Files.writeString(first, "1");
    Files.writeString(second, "2");
    ReportFiles files = new ReportFiles(folder.resolve("report"), Figure.Pictures.SVG);
    assertThat(files.copy("videos", first)).isEqualTo("videos/x.mp4");
    assertThat(files.copy("videos", second)).isEqualTo("videos/x-2.mp4");
  }

  /** Everything, the page too: a run adds only when it was written and how long stages took. */
  @Test
  void theSameReportIsTheSameFiles(@TempDir Path folder) throws IOException {
    Report all = ReportSample.of(folder);
    Report report =
        new Report(
            all.title(),
            all.subtitle(),
            all.summary(),
            all.facts(),
            List.of(all.sections().get(0), all.sections().get(3)), // figures, tables, clips
            all.settings(),
            all.lineage());
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    ReportWriter.write(report, first, Figure.Pictures.SVG);
    ReportWriter.write(report, second, Figure.Pictures.SVG);
    List<Path> files;
    try (Stream<Path> tree = Files.walk(first)) {
      files = tree.filter(Files::isRegularFile).map(first::relativize).toList();
    }
    assertThat(files).contains(Path.of("index.html"), Path.of("data/learning-curves.js"));
    for (Path each : files) {
      assertThat(second.resolve(each)).hasSameBinaryContentAs(first.resolve(each));
    }
  }

  @Test
  void termsAreThoseThatThePageUses() throws IOException {
    Report report =
        new Report(
            "Returns of agents",
            "",
            "What a saw does is not shown.",
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(Glossary.standard().usedBy(report).stream().map(Glossary.Term::term))
        .containsExactly("Agent", "Return", "Verdict");
    assertThat(Glossary.standard().terms())
        .extracting(Glossary.Term::term)
        .isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER)
        .doesNotHaveDuplicates();
  }
}
