package io.fabula.pipelines.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads settings in YAML, strictly: one document, each key once, no tags, no references, no tabs
 * before keys. Every message names the place.
 */
final class SettingsReader {
  private static final YAMLFactory YAML = new YAMLFactory();
  private static final int DEEPEST = 20;
  private static final Pattern PLACE = Pattern.compile("in .*, line (\\d+), column \\d+");

  private final String origin;
  private final YAMLParser parser;

  private SettingsReader(String origin, YAMLParser parser) {
    this.origin = origin;
    this.parser = parser;
  }

  /**
   * Reads a text that holds keys and values, or nothing.
   *
   * @throws UsageProblem saying what to write instead, and where
   */
  static SettingValue.Group document(String origin, String text) {
    refuseTabs(origin, text);
    SettingValue value = read(origin, text);
    if (value instanceof SettingValue.Group group) return group;
    if (value instanceof SettingValue.Scalar scalar && scalar.isNull()) {
      return new SettingValue.Group(Map.of());
    }
    throw new UsageProblem(origin + " must hold keys and values, for example seed: 1");
  }

  /** Reads one value as it is typed on the command line; what is no list or quote is as typed. */
  static SettingValue value(String origin, String text) {
    String bare = text.strip();
    if (bare.isEmpty()) return new SettingValue.Scalar("", false);
    if ("[{\"'".indexOf(bare.charAt(0)) < 0) return new SettingValue.Scalar(bare, true);
    return read(origin, bare);
  }

  private static void refuseTabs(String origin, String text) {
    int line = 1;
    boolean indentation = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (indentation && c == '\t') {
        throw new UsageProblem(
            "%s, line %d: begins with a tab; indent with spaces".formatted(origin, line));
      }
      if (c == '\n') line++;
      indentation = c == '\n' || (indentation && c == ' ');
    }
  }

  private static SettingValue read(String origin, String text) {
    try (YAMLParser parser = YAML.createParser(text)) {
      SettingsReader reader = new SettingsReader(origin, parser);
      if (parser.nextToken() == null) return new SettingValue.Scalar("", true);
      SettingValue value = reader.value(0);
      if (parser.nextToken() != null) {
        throw reader.wrong("a further document begins; settings are one document");
      }
      return value;
    } catch (JacksonException e) {
      throw new UsageProblem(notYaml(origin, e), e);
    } catch (IOException e) {
      throw new UsageProblem(origin + " cannot be read: " + Shown.value(e.toString()), e);
    }
  }

  private SettingValue value(int depth) throws IOException {
    if (depth > DEEPEST) throw wrong("values are nested deeper than " + DEEPEST + " times");
    if (parser.isCurrentAlias()) {
      throw wrong("*%s refers to another value; write it out".formatted(text()));
    }
    Object tag = parser.getTypeId();
    if (tag != null) throw wrong("leave out the tag !" + Shown.value(tag.toString()));
    return switch (parser.currentToken()) {
      case START_OBJECT -> group(depth);
      case START_ARRAY -> items(depth);
      case VALUE_STRING -> new SettingValue.Scalar(parser.getText(), false);
      default -> new SettingValue.Scalar(String.valueOf(parser.getText()).strip(), true);
    };
  }

  private SettingValue items(int depth) throws IOException {
    List<SettingValue> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) values.add(value(depth + 1));
    return new SettingValue.Items(values);
  }

  private SettingValue group(int depth) throws IOException {
    Map<String, SettingValue.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      SettingValue.Entry before = entries.get(key);
      if (before != null) {
        throw wrong(
            "%s is there already, in line %d; keep one of them"
                .formatted(Shown.value(key), before.line()));
      }
      parser.nextToken();
      entries.put(key, new SettingValue.Entry(value(depth + 1), line));
    }
    return new SettingValue.Group(entries);
  }

  private String text() throws IOException {
    return Shown.value(String.valueOf(parser.getText()));
  }

  private UsageProblem wrong(String what) {
    return new UsageProblem(
        "%s, line %d: %s".formatted(origin, parser.currentTokenLocation().getLineNr(), what));
  }

  /**
   * The last place that the message names is where the text is wrong; the line before it says how.
   */
  private static String notYaml(String origin, JacksonException e) {
    String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    String reason = "";
    String previous = "";
    for (String each : String.valueOf(e.getMessage()).lines().toList()) {
      Matcher place = PLACE.matcher(each.strip());
      if (place.lookingAt()) {
        line = ", line " + place.group(1);
        reason = previous;
      }
      previous = each.strip();
    }
    if (reason.contains("\\t(TAB)")) return origin + line + ": has a tab; write spaces";
    if (String.valueOf(e.getMessage()).startsWith("Expected a field name")) {
      return origin + line + ": a key must be a word, such as seed";
    }
    if (reason.isEmpty()) reason = e.getOriginalMessage().lines().findFirst().orElse("");
    return origin + line + ": not YAML: " + Shown.value(reason);
  }
}
