package io.fabula.analysis.report;

import static io.fabula.analysis.report.HtmlText.escaped;

import java.util.List;

/** Tables of a report. */
final class TableHtml {
  private TableHtml() {}

  /** A table wider than its place scrolls there, also by keyboard. */
  private static String opened(String title, String attributes) {
    String label = title.isEmpty() ? "Table" : title;
    return "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\""
        + escaped(label)
        + "\"><table"
        + attributes
        + ">\n";
  }

  static String table(ReportBlock.Table table) {
    boolean[] numeric = new boolean[table.header().size()];
    for (int c = 0; c < numeric.length; c++) {
      numeric[c] = true;
      boolean any = false;
      for (List<String> row : table.rows()) {
        numeric[c] &= HtmlText.looksLikeNumber(row.get(c));
        any |= !row.get(c).isBlank();
      }
      numeric[c] &= any;
    }
    StringBuilder out = new StringBuilder(opened(table.title(), ""));
    if (!table.title().isEmpty()) {
      out.append("<caption>").append(escaped(table.title())).append("</caption>\n");
    }
    out.append("<thead><tr>");
    for (int c = 0; c < numeric.length; c++) {
      out.append("<th scope=\"col\"").append(numeric[c] ? " class=\"number\">" : ">");
      out.append(escaped(table.header().get(c))).append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      out.append("<tr>");
      for (int c = 0; c < numeric.length; c++) {
        String tag = c == 0 && !numeric[0] ? "th scope=\"row\"" : "td";
        out.append('<').append(tag).append(numeric[c] ? " class=\"number\">" : ">");
        out.append(escaped(row.get(c))).append(tag.startsWith("th") ? "</th>" : "</td>");
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody></table></div>\n").toString();
  }

  static String verdicts(ReportBlock.Verdicts verdicts) {
    StringBuilder out = new StringBuilder(opened(verdicts.title(), " class=\"verdicts\""));
    out.append("<caption>").append(escaped(verdicts.title())).append("</caption>\n");
    out.append("<thead><tr><th scope=\"col\">Claim</th><th scope=\"col\">Verdict</th>");
    out.append("<th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n");
    for (ReportBlock.Claim each : verdicts.claims()) {
      out.append("<tr><th scope=\"row\">").append(escaped(each.claim())).append("</th><td>");
      out.append(badge(each.shown(), each.shown() ? "shown" : "not shown")).append("</td><td>");
      out.append(escaped(each.evidence())).append("</td></tr>\n");
    }
    return out.append("</tbody></table></div>\n").toString();
  }

  private static String badge(boolean shown, String text) {
    return "<span class=\"badge "
        + (shown ? "shown" : "unshown")
        + "\">"
        + escaped(text)
        + "</span>";
  }
}
