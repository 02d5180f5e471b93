package io.fabula.pipelines.report;

import java.util.List;

/** A block of a report as its template needs it: texts, and files that lie beside the page. */
public sealed interface PageBlock {
  /**
   * Paragraphs.
   *
   * @param paragraphs plain text
   */
  record Text(List<String> paragraphs) implements PageBlock {}

  /**
   * A smaller heading.
   *
   * @param text plain text
   */
  record Heading(String text) implements PageBlock {}

  /**
   * A remark set apart.
   *
   * @param caution whether it limits what may be concluded
   * @param title a few words
   * @param paragraphs plain text
   */
  record Note(boolean caution, String title, List<String> paragraphs) implements PageBlock {}

  /**
   * A picture with a caption, which a script may draw anew.
   *
   * @param file the picture
   * @param size of it
   * @param title what it shows
   * @param description for the caption
   * @param names what labelled parts of it are called; mostly none
   * @param plot key of the data from which it is drawn anew; empty if it is a picture only
   * @param links its files
   * @param source the artifact it was made from
   */
  record Picture(
      String file,
      PictureSize size,
      String title,
      String description,
      List<String> names,
      String plot,
      List<Link> links,
      Source source)
      implements PageBlock {
    /** What it shows, for those who do not see it. */
    public String words() {
      return title + ". " + description;
    }
  }

  /**
   * A clip; its first frame stands in for it until it is played, and on paper.
   *
   * @param file MP4
   * @param poster its first frame
   * @param size of it
   * @param title what it shows
   * @param description for the caption
   * @param source the artifact it was made from
   */
  record Clip(
      String file, String poster, PictureSize size, String title, String description, Source source)
      implements PageBlock {}

  /**
   * Blocks side by side.
   *
   * @param columns most of them
   * @param playable whether there are clips to be played together
   * @param blocks in reading order
   */
  record Grid(int columns, boolean playable, List<PageBlock> blocks) implements PageBlock {
    /** Its class, by the number of columns. */
    public String style() {
      return "grid columns-" + columns;
    }
  }

  /**
   * A table.
   *
   * @param title what it shows; may be empty
   * @param header its columns
   * @param rows cells as they are to be read
   * @param csv the file with its cells
   */
  record Table(String title, List<Column> header, List<List<String>> rows, String csv)
      implements PageBlock {
    /** Its name for those who do not see it. */
    public String label() {
      return title.isEmpty() ? "Table" : title;
    }

    /** Whether the first column names the rows. */
    public boolean named() {
      return !header.isEmpty() && !header.get(0).numeric();
    }
  }

  /**
   * A column.
   *
   * @param name of it
   * @param numeric whether every cell looks like a number
   */
  record Column(String name, boolean numeric) {}

  /**
   * Claims with their verdicts.
   *
   * @param title what is claimed
   * @param claims in reading order
   * @param csv the file with the claims
   */
  record Verdicts(String title, List<Claim> claims, String csv) implements PageBlock {}

  /**
   * One claim.
   *
   * @param text what would be true
   * @param shown the verdict
   * @param evidence numbers and reason
   */
  record Claim(String text, boolean shown, String evidence) {
    /** The verdict's class. */
    public String style() {
      return shown ? "badge shown" : "badge unshown";
    }

    /** The verdict in words. */
    public String verdict() {
      return shown ? "shown" : "not shown";
    }
  }

  /**
   * A file of a figure.
   *
   * @param file relative to the page
   * @param kind such as {@code CSV}
   * @param words what it is
   */
  record Link(String file, String kind, String words) {}

  /**
   * An artifact of the lineage.
   *
   * @param anchor on this page; empty if nothing is said of the artifact
   * @param brief beginning of its signature
   */
  record Source(String anchor, String brief) {
    private static final int SHOWN = 10;

    static Source of(String signature) {
      return signature.isEmpty()
          ? new Source("", "")
          : new Source("#artifact-" + ReportText.slug(signature), brief(signature));
    }

    static String brief(String signature) {
      return signature.length() <= SHOWN ? signature : signature.substring(0, SHOWN);
    }

    /** Whether there is one. */
    public boolean isKnown() {
      return !anchor.isEmpty();
    }
  }
}
