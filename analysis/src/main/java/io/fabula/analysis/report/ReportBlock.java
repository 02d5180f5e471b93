package io.fabula.analysis.report;

import io.fabula.analysis.figures.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A piece of a report's section. */
public sealed interface ReportBlock {
  /**
   * Something that is done with each kind of block.
   *
   * @param <T> what comes of it
   */
  interface Visitor<T> {
    /** Of a block of this kind. */
    T paragraphs(Paragraphs block) throws IOException;

    /** Of a block of this kind. */
    T heading(Heading block) throws IOException;

    /** Of a block of this kind. */
    T note(Note block) throws IOException;

    /** Of a block of this kind. */
    T drawing(Drawing block) throws IOException;

    /** Of a block of this kind. */
    T image(Image block) throws IOException;

    /** Of a block of this kind. */
    T video(Video block) throws IOException;

    /** Of a block of this kind. */
    T grid(Grid block) throws IOException;

    /** Of a block of this kind. */
    T table(Table block) throws IOException;

    /** Of a block of this kind. */
    T verdicts(Verdicts block) throws IOException;
  }

  /** Does with this block what is done with its kind. */
  <T> T accept(Visitor<T> visitor) throws IOException;

  /**
   * Text; paragraphs are separated by empty lines.
   *
   * @param text plain text, not HTML
   */
  record Paragraphs(String text) implements ReportBlock {
    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.paragraphs(this);
    }
  }

  /**
   * A smaller heading.
   *
   * @param text plain text
   */
  record Heading(String text) implements ReportBlock {
    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.heading(this);
    }
  }

  /**
   * A remark set apart.
   *
   * @param caution whether it limits what may be concluded, rather than explains
   * @param title a few words
   * @param text plain text
   */
  record Note(boolean caution, String title, String text) implements ReportBlock {
    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.note(this);
    }
  }

  /**
   * A figure to be drawn into the report with its numbers.
   *
   * @param figure the figure
   * @param source signature of the artifact it was made from; may be empty
   */
  record Drawing(Figure figure, String source) implements ReportBlock {
    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.drawing(this);
    }
  }

  /**
   * A figure or picture that lies in files already; they are copied.
   *
   * @param title what it shows
   * @param description for the caption and for readers who do not see it
   * @param picture SVG or PNG file shown
   * @param downloads files offered beside it, such as the numbers
   * @param source signature of the artifact it was made from; may be empty
   * @param names lines that are written into an SVG, below what it shows; mostly none
   * @param plot JSON file with what a page draws anew, if there is one; see {@link Figure#plot}
   */
  record Image(
      String title,
      String description,
      Path picture,
      List<Path> downloads,
      String source,
      List<String> names,
      Optional<Path> plot)
      implements ReportBlock {
    public Image {
      downloads = List.copyOf(downloads);
      names = List.copyOf(names);
    }

    /** A picture as it is. */
    public Image(
        String title, String description, Path picture, List<Path> downloads, String source) {
      this(title, description, picture, downloads, source, List.of(), Optional.empty());
    }

    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.image(this);
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
  record Video(String title, String description, Path file, String source) implements ReportBlock {
    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.video(this);
    }
  }

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

    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.grid(this);
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

    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.table(this);
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

    @Override
    public <T> T accept(Visitor<T> visitor) throws IOException {
      return visitor.verdicts(this);
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
}
