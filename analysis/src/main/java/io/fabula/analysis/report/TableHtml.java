package io.fabula.analysis.report;

import static io.fabula.analysis.report.HtmlText.escaped;

import io.fabula.analysis.causal.StoryVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tables of a report. */
final class TableHtml {
  private TableHtml() {}

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
    StringBuilder out = new StringBuilder("<div class=\"table\"><table>\n");
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
    StringBuilder out = new StringBuilder("<div class=\"table\"><table class=\"verdicts\">\n");
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
    StringBuilder out = new StringBuilder("<div class=\"table\"><table class=\"story\">\n");
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
            for (StoryVerdict each : entries) if (each.difference() == k) out.append(cell(each));
            out.append("</td>");
          }
          out.append("</tr>\n");
        });
    return out.append("</tbody></table></div>\n").toString();
  }

  private static String cell(StoryVerdict verdict) {
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
    String cell = badge(verdict.shown(), verdict.verdict());
    if (!numbers.isEmpty()) cell += "<small>" + escaped(numbers) + "</small>";
    return verdict.shown() ? cell : cell + "<small>" + escaped(verdict.reason()) + "</small>";
  }

  private static String probability(double p) {
    return Double.isNaN(p) ? "unknown" : String.format(Locale.ROOT, "%.3f", p);
  }
}
