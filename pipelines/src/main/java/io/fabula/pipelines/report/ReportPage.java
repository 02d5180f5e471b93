package io.fabula.pipelines.report;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.web.WebFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a report's page is made from; the template escapes all of it.
 *
 * @param report title, facts and origin
 * @param sections in reading order
 * @param settings the resolved configuration, if there is one
 * @param terms that the page uses, with their meanings
 * @param lineage the artifacts behind the page, producers first
 */
public record ReportPage(
    Report report,
    List<Part> sections,
    Optional<PageBlock.Table> settings,
    List<Glossary.Term> terms,
    List<Step> lineage) {
  /** The style beside the colours of all pages. */
  static final String STYLE = "report.css";

  /** The scripts, in the order in which they are loaded. */
  static final List<String> SCRIPTS =
      List.of(WebFiles.CHARTS, WebFiles.DATA, "report-plot.js", "report-charts.js", "report.js");

  public ReportPage {
    sections = List.copyOf(sections);
    terms = List.copyOf(terms);
    lineage = List.copyOf(lineage);
  }

  /** Paragraphs of the summary. */
  public List<String> summary() {
    return ReportText.paragraphs(report.summary());
  }

  /** Where templates find the scripts. */
  public List<String> scripts() {
    return SCRIPTS;
  }

  /** What the page may load. */
  public String policy() {
    return WebFiles.POLICY;
  }

  /** The style of this page. */
  public String style() {
    return STYLE;
  }

  /** Where the contents lead. */
  public List<Entry> contents() {
    List<Entry> contents = new ArrayList<>();
    for (Part each : sections) contents.add(new Entry("#" + each.anchor(), each.title()));
    if (settings.isPresent()) contents.add(new Entry("#settings", "Settings"));
    if (!lineage.isEmpty()) contents.add(new Entry("#lineage", "Lineage"));
    if (!terms.isEmpty()) contents.add(new Entry("#terms", "Terms"));
    return contents;
  }

  /**
   * A section.
   *
   * @param anchor its name in links
   * @param title its heading
   * @param lead paragraphs of what it is about
   * @param blocks its content
   */
  public record Part(String anchor, String title, List<String> lead, List<PageBlock> blocks) {}

  /**
   * A line of the contents.
   *
   * @param link where it leads
   * @param words what stands there
   */
  public record Entry(String link, String words) {}

  /**
   * An artifact of the lineage.
   *
   * @param anchor its name in links
   * @param stage name and version of its stage
   * @param brief beginning of its signature
   * @param content what it holds, and when it was made
   * @param inputs links to what it was made from
   * @param place the end of its path; empty if it is not known
   * @param link to it, relative to the page; empty if it is not there
   */
  public record Step(
      String anchor,
      String stage,
      String brief,
      String content,
      List<Entry> inputs,
      String place,
      String link) {}
}
