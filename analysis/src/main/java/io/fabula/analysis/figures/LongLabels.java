package io.fabula.analysis.figures;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Labels of axes that are longer than the library draws: it cuts every one after 20 characters, and
 * nothing can be set against that. Marks of that length are drawn in their place, and the labels
 * written over them: in one line beside a vertical axis, whose margin grows, in several below a
 * horizontal one.
 */
final class LongLabels {
  private static final int LONGEST = 20;

  /** Of a label in the font of the axes, about. */
  private static final double PIXELS_PER_CHARACTER = 5.8;

  private static final Pattern MARK =
      Pattern.compile("(<text class=\"axis-text-([xy])\"[^>]*>)\\s*(label\\d{4}n{11})\\s*</text>");

  private final Map<String, String> marks = new LinkedHashMap<>();
  private final Map<String, String> labels = new HashMap<>();

  /**
   * Finds the long labels of a specification's axes, and puts marks in their place.
   *
   * @param specification is changed
   */
  LongLabels(Map<String, Object> specification) {
    int longest = Math.max(collect(specification, "y"), LONGEST);
    collect(specification, "x");
    if (marks.isEmpty()) return;
    specification.replaceAll((key, value) -> marked(value));
    if (longest == LONGEST) return;
    Map<?, ?> margin = PlotSpecification.mapAt(specification, "theme", "plot_margin");
    @SuppressWarnings("unchecked") // made by PlotSpecification
    Map<String, Object> changed = (Map<String, Object>) margin;
    changed.merge(
        "l",
        (longest - LONGEST) * PIXELS_PER_CHARACTER,
        (before, more) -> ((Number) before).doubleValue() + ((Number) more).doubleValue());
  }

  /** Notes the long labels of an axis; the length of the longest. */
  private int collect(Map<String, Object> specification, String axis) {
    List<Object> texts = new ArrayList<>();
    Object column = PlotSpecification.mapAt(specification, "mapping").get(axis);
    if (column != null) addAll(texts, PlotSpecification.mapAt(specification, "data").get(column));
    if (specification.get("scales") instanceof List<?> scales) {
      for (Object each : scales) {
        if (each instanceof Map<?, ?> scale && axis.equals(scale.get("aesthetic"))) {
          addAll(texts, scale.get("labels"));
          addAll(texts, scale.get("limits"));
        }
      }
    }
    int longest = 0;
    for (Object each : texts) {
      if (!(each instanceof String text) || text.length() <= LONGEST) continue;
      longest = Math.max(longest, text.length());
      if (marks.containsKey(text)) continue;
      String mark = String.format(Locale.ROOT, "label%04d", marks.size()) + "n".repeat(11);
      marks.put(text, mark);
      labels.put(mark, text);
    }
    return longest;
  }

  private static void addAll(List<Object> texts, @Nullable Object values) {
    if (values instanceof List<?> list) texts.addAll(list);
  }

  private Object marked(Object value) {
    if (value instanceof String text) return marks.getOrDefault(text, text);
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> changed = new LinkedHashMap<>();
      map.forEach((key, each) -> changed.put(key, each == null ? null : marked(each)));
      return changed;
    }
    if (value instanceof List<?> list) {
      List<Object> changed = new ArrayList<>(list.size());
      for (Object each : list) changed.add(each == null ? null : marked(each));
      return changed;
    }
    return value;
  }

  /** Writes the labels over their marks. */
  String write(String svg) {
    String written =
        MARK.matcher(svg)
            .replaceAll(
                found -> {
                  String label = labels.getOrDefault(found.group(3), found.group(3));
                  String text =
                      found.group(2).equals("y") ? FigureDrawing.escaped(label) : lines(label);
                  return Matcher.quoteReplacement(found.group(1) + text + "</text>");
                });
    for (Map.Entry<String, String> each : labels.entrySet()) { // legends may tell the same
      written = written.replace(each.getKey(), FigureDrawing.escaped(each.getValue()));
    }
    return written;
  }

  /** In lines of about 20 characters, one below the other. */
  private static String lines(String label) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder();
    String begin = "<tspan x=\"0\">";
    for (String word : label.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > LONGEST) {
        text.append(begin).append(FigureDrawing.escaped(line.toString())).append("</tspan>");
        begin = "<tspan x=\"0\" dy=\"1.1em\">";
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    return text.append(begin)
        .append(FigureDrawing.escaped(line.toString()))
        .append("</tspan>")
        .toString();
  }
}
