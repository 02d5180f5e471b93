package io.fabula.analysis.report;

import java.util.List;

/**
 * What a report says, whatever it is shown by.
 *
 * @param title of the page, such as the study and its profile
 * @param subtitle one line under it, such as the study and its run
 * @param origin who made it, when, with what, and how to make it again; may be empty
 * @param summary what was found, a few sentences; paragraphs are separated by empty lines
 * @param facts the numbers to see first
 * @param sections in reading order
 * @param settings the resolved configuration
 * @param lineage the artifacts that the page was made from, producers before consumers
 */
public record Report(
    String title,
    String subtitle,
    List<Origin> origin,
    String summary,
    List<Fact> facts,
    List<Section> sections,
    List<Setting> settings,
    List<Artifact> lineage) {
  public Report {
    if (title.isBlank()) throw new IllegalArgumentException("title must not be blank");
    origin = List.copyOf(origin);
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
    settings = List.copyOf(settings);
    lineage = List.copyOf(lineage);
  }

  /** A report that does not say yet who made it. */
  public Report(
      String title,
      String subtitle,
      String summary,
      List<Fact> facts,
      List<Section> sections,
      List<Setting> settings,
      List<Artifact> lineage) {
    this(title, subtitle, List.of(), summary, facts, sections, settings, lineage);
  }

  /** The same report, which says who made it. */
  public Report withOrigin(List<Origin> by) {
    return new Report(title, subtitle, by, summary, facts, sections, settings, lineage);
  }

  /**
   * Something that the page's making is known by.
   *
   * @param label such as {@code commit} or {@code seed}
   * @param value as it is to be read
   * @param code whether the value is something to type or to compare letter by letter
   */
  public record Origin(String label, String value, boolean code) {}

  /**
   * A number to see first.
   *
   * @param label what it is
   * @param value with its unit
   * @param detail uncertainty, baseline or count; may be empty
   */
  public record Fact(String label, String value, String detail) {}

  /**
   * A part of the page.
   *
   * @param title its heading
   * @param lead what it is about; may be empty
   * @param blocks its content
   */
  public record Section(String title, String lead, List<ReportBlock> blocks) {
    public Section {
      if (title.isBlank()) throw new IllegalArgumentException("title must not be blank");
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * One configuration value.
   *
   * @param key full key, such as {@code agent.learning_rate}
   * @param value as resolved
   * @param origin where it came from, such as {@code profile mini}; may be empty
   */
  public record Setting(String key, String value, String origin) {}

  /**
   * One artifact of the run.
   *
   * @param stage name and version of the stage
   * @param signature its signature; figures refer to it
   * @param inputs signatures of its inputs
   * @param content what it holds, such as {@code 48,211 rows in 8 parts}
   * @param made when, how long and by which runner
   * @param location directory where it lies; the page links to it relative to itself
   */
  public record Artifact(
      String stage,
      String signature,
      List<String> inputs,
      String content,
      String made,
      String location) {
    public Artifact {
      inputs = List.copyOf(inputs);
    }
  }
}
