package io.fabula.analysis.report;

import static io.fabula.analysis.report.HtmlText.escaped;

import io.fabula.analysis.causal.StoryVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tables of a report. */
final class TableHtml {
  private static final String LEGEND =
      "The numbers: how consistently components lead and follow each other, with its 95 %"
          + " bootstrap interval; the strongest untrained entry; the p-value, adjusted for all"
          + " entries.";

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

  static String story(ReportBlock.Story story) {
    TreeSet<Integer> differences = new TreeSet<>();
    TreeMap<Integer, List<StoryVerdict>> behaviours = new TreeMap<>();
    for (StoryVerdict each : story.verdicts()) {
      differences.add(each.difference());
      behaviours.computeIfAbsent(each.behaviour(), b -> new ArrayList<>()).add(each);
    }
    Map<String, String> notes = notes(story.verdicts());
    StringBuilder out = new StringBuilder(opened(story.title(), " class=\"story\""));
    out.append("<caption>").append(escaped(story.title())).append("</caption>\n<thead><tr>");
    out.append("<th scope=\"col\">Behaviour</th><th scope=\"col\" class=\"number\">Samples</th>");
    for (int k : differences) {
      out.append("<th scope=\"col\">").append(k).append(k == 1 ? " step" : " steps");
      out.append(" later</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    behaviours.forEach(
        (behaviour, entries) -> {
          out.append("<tr><th scope=\"row\">").append(behaviour).append("</th>");
          out.append("<td class=\"number\">").append(entries.get(0).samples()).append("</td>");
          for (int k : differences) {
            out.append("<td>");
            for (StoryVerdict each : entries)
              if (each.difference() == k) out.append(cell(each, notes));
            out.append("</td>");
          }
          out.append("</tr>\n");
        });
    out.append("</tbody></table></div>\n");
    if (story.verdicts().stream().anyMatch(each -> !Double.isNaN(each.low()))) {
      out.append("<p class=\"legend\">").append(escaped(LEGEND)).append("</p>\n");
    }
    return out.append(reasons(story.verdicts(), notes)).toString();
  }

  /** A letter for each reason why something is not shown, in the order of their first use. */
  private static Map<String, String> notes(List<StoryVerdict> verdicts) {
    Map<String, String> notes = new LinkedHashMap<>();
    for (StoryVerdict each : verdicts) {
      if (!each.shown()) notes.computeIfAbsent(each.reason(), r -> letter(notes.size()));
    }
    return notes;
  }

  private static String letter(int place) {
    return place < 26 ? String.valueOf((char) ('a' + place)) : "z" + (place - 25);
  }

  private static String reasons(List<StoryVerdict> verdicts, Map<String, String> notes) {
    if (notes.isEmpty()) return "";
    StringBuilder out = new StringBuilder("<h3>Why entries are not shown</h3>\n");
    out.append("<ul class=\"reasons\">\n");
    notes.forEach(
        (reason, letter) -> {
          long count =
              verdicts.stream()
                  .filter(each -> !each.shown() && each.reason().equals(reason))
                  .count();
          out.append("<li><b>").append(letter).append("</b> ").append(count).append(" of ");
          out.append(verdicts.size()).append(": ").append(escaped(reason)).append("</li>\n");
        });
    return out.append("</ul>\n").toString();
  }

  private static String cell(StoryVerdict verdict, Map<String, String> notes) {
    String numbers =
        Double.isNaN(verdict.low())
            ? ""
            : String.format(
                    Locale.ROOT,
                    "%.3f [%.3f, %.3f], untrained %.3f, p %s",
                    verdict.strength(),
                    verdict.low(),
                    verdict.high(),
                    verdict.strongestUntrained(),
                    probability(verdict.adjusted()))
                .replace("-0.000", "0.000");
    String mark = verdict.shown() ? "" : " " + notes.get(verdict.reason());
    String cell = badge(verdict.shown(), verdict.verdict() + mark);
    if (!numbers.isEmpty()) cell += "<small>" + escaped(numbers) + "</small>";
    return cell;
  }

  private static String probability(double p) {
    return Double.isNaN(p) ? "unknown" : String.format(Locale.ROOT, "%.3f", p);
  }
}
