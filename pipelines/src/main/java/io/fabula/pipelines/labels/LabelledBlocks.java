package io.fabula.pipelines.labels;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts labels beside components and behaviours wherever a report names them in words. */
public final class LabelledBlocks implements ReportBlock.Visitor<ReportBlock> {
  private static final Pattern TEXT = Pattern.compile(">([^<>]+)<");

  private final List<Rule> rules = new ArrayList<>();

  private record Rule(Pattern pattern, String words) {}

  /**
   * @param labels of components and behaviours; may be none
   */
  public LabelledBlocks(Collection<Label> labels) {
    for (Label each : labels) {
      String number = each.subject().replaceAll("[^0-9]", "");
      String subject = each.component() ? "\\bIC" : "\\b[Bb]ehaviour ";
      rules.add(new Rule(Pattern.compile(subject + number + "(?![0-9])"), each.words()));
    }
  }

  /** A section with labels. */
  public Report.Section section(Report.Section section) throws IOException {
    if (rules.isEmpty()) return section;
    return new Report.Section(section.title(), text(section.lead()), blocks(section.blocks()));
  }

  private List<ReportBlock> blocks(List<ReportBlock> blocks) throws IOException {
    List<ReportBlock> labelled = new ArrayList<>();
    for (ReportBlock each : blocks) labelled.add(each.accept(this));
    return labelled;
  }

  /** A text with labels: {@code IC3} becomes {@code IC3 (saw ahead)}. */
  public String text(String text) {
    String labelled = text;
    for (Rule each : rules) {
      String words = Matcher.quoteReplacement(" (" + each.words() + ")");
      labelled = each.pattern().matcher(labelled).replaceAll("$0" + words);
    }
    return labelled;
  }

  @Override
  public ReportBlock paragraphs(ReportBlock.Paragraphs block) {
    return new ReportBlock.Paragraphs(text(block.text()));
  }

  @Override
  public ReportBlock heading(ReportBlock.Heading block) {
    return new ReportBlock.Heading(text(block.text()));
  }

  @Override
  public ReportBlock note(ReportBlock.Note block) {
    return new ReportBlock.Note(block.caution(), text(block.title()), text(block.text()));
  }

  @Override
  public ReportBlock drawing(ReportBlock.Drawing block) {
    return block;
  }

  /** What a picture shows gets its names written into it, below. */
  @Override
  public ReportBlock image(ReportBlock.Image block) throws IOException {
    return new ReportBlock.Image(
        text(block.title()),
        text(block.description()),
        block.picture(),
        block.downloads(),
        block.source(),
        names(block.picture()),
        block.plot());
  }

  private List<String> names(Path picture) throws IOException {
    List<String> names = new ArrayList<>();
    if (!picture.toString().endsWith(".svg")) return names;
    StringBuilder words = new StringBuilder();
    Matcher texts = TEXT.matcher(Files.readString(picture));
    while (texts.find()) words.append(texts.group(1)).append('\n');
    for (Rule each : rules) {
      Matcher found = each.pattern().matcher(words);
      if (found.find()) names.add(found.group() + ": " + each.words());
    }
    return names;
  }

  @Override
  public ReportBlock video(ReportBlock.Video block) {
    return new ReportBlock.Video(
        text(block.title()), text(block.description()), block.file(), block.source());
  }

  @Override
  public ReportBlock grid(ReportBlock.Grid block) throws IOException {
    return new ReportBlock.Grid(block.columns(), blocks(block.blocks()));
  }

  @Override
  public ReportBlock table(ReportBlock.Table block) {
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : block.rows()) rows.add(row.stream().map(this::text).toList());
    return new ReportBlock.Table(
        text(block.title()), block.header().stream().map(this::text).toList(), rows);
  }

  @Override
  public ReportBlock verdicts(ReportBlock.Verdicts block) {
    return new ReportBlock.Verdicts(
        text(block.title()),
        block.claims().stream()
            .map(
                each ->
                    new ReportBlock.Claim(text(each.claim()), each.shown(), text(each.evidence())))
            .toList());
  }
}
