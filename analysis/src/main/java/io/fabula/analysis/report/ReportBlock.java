package io.fabula.analysis.report;

import io.fabula.analysis.causal.StoryVerdict;
import io.fabula.analysis.figures.Figure;
import java.nio.file.Path;
import java.util.List;

/** A piece of a report's section. */
public sealed interface ReportBlock {
  /**
   * Text; paragraphs are separated by empty lines.
   *
   * @param text plain text, not HTML
   */
  record Paragraphs(String text) implements ReportBlock {}

  /**
   * A smaller heading.
   *
   * @param text plain text
   */
  record Heading(String text) implements ReportBlock {}

  /**
   * A remark set apart.
   *
   * @param caution whether it limits what may be concluded, rather than explains
   * @param title a few words
   * @param text plain text
   */
  record Note(boolean caution, String title, String text) implements ReportBlock {}

  /**
   * A figure to be drawn into the report with its numbers.
   *
   * @param figure the figure
   * @param source signature of the artifact it was made from; may be empty
   */
  record Drawing(Figure figure, String source) implements ReportBlock {}

  /**
   * A figure or picture that lies in files already; they are copied.
   *
   * @param title what it shows
   * @param description for the caption and for readers who do not see it
   * @param picture SVG or PNG file shown
   * @param downloads files offered beside it, such as the numbers
   * @param source signature of the artifact it was made from; may be empty
   */
  record Image(String title, String description, Path picture, List<Path> downloads, String source)
      implements ReportBlock {
    public Image {
      downloads = List.copyOf(downloads);
    }
  }

  /**
   * A clip; the file is copied.
   *
   * @param title what it shows
   * @param description for the caption
   * @param file MP4 file
   * @param source signature of the artifact it was made from; may be empty
   */
  record Video(String title, String description, Path file, String source) implements ReportBlock {}

  /**
   * Blocks next to each other where the screen is wide enough.
   *
   * @param columns most columns, within 2..4
   * @param blocks in reading order
   */
  record Grid(int columns, List<ReportBlock> blocks) implements ReportBlock {
    public Grid {
      if (columns < 2 || columns > 4) {
        throw new IllegalArgumentException("columns must be within 2..4, got " + columns);
      }
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * A table; columns in which every cell looks like a number are set to the right.
   *
   * @param title what it shows
   * @param header one name per column
   * @param rows cells as they are to be read
   */
  record Table(String title, List<String> header, List<List<String>> rows) implements ReportBlock {
    public Table {
      header = List.copyOf(header);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != header.size()) {
          throw new IllegalArgumentException(
              "a row of the table "
                  + title
                  + " must have "
                  + header.size()
                  + " cells, got "
                  + row.size());
        }
      }
    }
  }

  /**
   * Claims with their verdicts, each {@code shown} or {@code not shown}.
   *
   * @param title what is claimed
   * @param claims in reading order
   */
  record Verdicts(String title, List<Claim> claims) implements ReportBlock {
    public Verdicts {
      claims = List.copyOf(claims);
    }
  }

  /**
   * One claim.
   *
   * @param claim what would be true
   * @param shown the verdict
   * @param evidence numbers and reason
   */
  record Claim(String claim, boolean shown, String evidence) {}

  /**
   * The verdicts on a causal story as a table of behaviours and time differences.
   *
   * @param title what is judged
   * @param verdicts one per entry
   */
  record Story(String title, List<StoryVerdict> verdicts) implements ReportBlock {
    public Story {
      verdicts = List.copyOf(verdicts);
    }
  }
}
