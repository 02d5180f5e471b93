package io.fabula.pipelines.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Plain text on its way into a page. */
final class ReportText {
  private static final Pattern NUMBER =
      Pattern.compile(
          "[\\s<>=~\u2248\u00b1+\u2212-]*[0-9][0-9.,\u2009 e\u00d7+\u2212-]*\\s*%?"
              + "(\\s*(\u00b1|\\[|\\().*)?");

  private ReportText() {}

  /** Paragraphs separated by empty lines. */
  static List<String> paragraphs(String text) {
    return Arrays.stream(text.strip().split("\\n\\s*\\n", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  static boolean looksLikeNumber(String cell) {
    return cell.isBlank() || cell.equals("\u2013") || NUMBER.matcher(cell).matches();
  }

  /** A name for anchors and files: lower case, digits and dashes. */
  static String slug(String text) {
    String slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    slug = slug.replaceAll("^-+|-+$", "");
    return slug.isEmpty() ? "part" : slug;
  }
}
