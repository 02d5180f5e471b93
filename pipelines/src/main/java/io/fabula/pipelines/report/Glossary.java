package io.fabula.pipelines.report;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.web.WebFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words that reports use as terms, with their meanings; a report lists those that it uses. */
public final class Glossary {
  private static final String FILE = "terms.json";

  private final List<Term> terms;

  private Glossary(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * A term.
   *
   * @param term as it is listed
   * @param forms other words by which it is known when it is used, in lower case
   * @param meaning in a sentence or two
   */
  public record Term(String term, List<String> forms, String meaning) {
    public Term {
      forms = List.copyOf(forms);
    }

    private boolean isIn(String text) {
      List<String> words = new ArrayList<>(forms);
      words.add(term.toLowerCase(Locale.ROOT));
      return words.stream()
          .anyMatch(
              each ->
                  Pattern.compile("(?<![\\p{L}\\d])" + Pattern.quote(each) + "(?![\\p{L}\\d])")
                      .matcher(text)
                      .find());
    }
  }

  /** The file's content. */
  record Content(List<Term> terms) {}

  /** The terms of this program, in alphabetical order. */
  public static Glossary standard() throws IOException {
    return new Glossary(Json.read(WebFiles.read(Glossary.class, FILE), Content.class).terms());
  }

  /** All terms. */
  public List<Term> terms() {
    return terms;
  }

  /** Those that a report uses. */
  public List<Term> usedBy(Report report) throws IOException {
    Words words = new Words();
    words.say(report.title(), report.subtitle(), report.summary());
    for (Report.Fact each : report.facts()) words.say(each.label(), each.detail());
    for (Report.Section each : report.sections()) {
      words.say(each.title(), each.lead());
      for (ReportBlock block : each.blocks()) block.accept(words);
    }
    if (!report.lineage().isEmpty()) words.say("artifact", "stage");
    String text = words.text.toString().toLowerCase(Locale.ROOT);
    return terms.stream().filter(each -> each.isIn(text)).toList();
  }

  /** Everything that blocks say. */
  private static final class Words implements ReportBlock.Visitor<Words> {
    private final StringBuilder text = new StringBuilder();

    private Words say(String... words) {
      for (String each : words) text.append(each).append('\n');
      return this;
    }

    @Override
    public Words paragraphs(ReportBlock.Paragraphs block) {
      return say(block.text());
    }

    @Override
    public Words heading(ReportBlock.Heading block) {
      return say(block.text());
    }

    @Override
    public Words note(ReportBlock.Note block) {
      return say(block.title(), block.text());
    }

    @Override
    public Words drawing(ReportBlock.Drawing block) {
      return say(block.figure().title(), block.figure().description());
    }

    @Override
    public Words image(ReportBlock.Image block) {
      return say(block.title(), block.description());
    }

    @Override
    public Words video(ReportBlock.Video block) {
      return say(block.title(), block.description());
    }

    @Override
    public Words grid(ReportBlock.Grid block) throws IOException {
      for (ReportBlock each : block.blocks()) each.accept(this);
      return this;
    }

    @Override
    public Words table(ReportBlock.Table block) {
      return say(block.title(), String.join("\n", block.header()));
    }

    @Override
    public Words verdicts(ReportBlock.Verdicts block) {
      say(block.title());
      for (ReportBlock.Claim each : block.claims()) say(each.claim(), each.evidence());
      return this;
    }
  }
}
