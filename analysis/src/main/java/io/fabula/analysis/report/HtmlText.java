package io.fabula.analysis.report;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text on its way into a page. */
final class HtmlText {
  private static final Pattern NUMBER =
      Pattern.compile(
          "[\\s<>=~\u2248\u00b1+\u2212-]*[0-9][0-9.,\u2009 e\u00d7+\u2212-]*\\s*%?"
              + "(\\s*(\u00b1|\\[|\\().*)?");

  private HtmlText() {}

  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** Paragraphs separated by empty lines. */
  static String paragraphs(String text, String cssClass) {
    StringBuilder out = new StringBuilder();
    for (String each : text.strip().split("\\n\\s*\\n", -1)) {
      if (each.isBlank()) continue;
      out.append(cssClass.isEmpty() ? "<p>" : "<p class=\"" + cssClass + "\">");
      out.append(escaped(each.strip())).append("</p>\n");
    }
    return out.toString();
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
