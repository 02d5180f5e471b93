package io.fabula.pipelines.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Some settings and where they come from. */
public final class Layer {
  private static final String COMMAND_LINE = "command line";
  private static final long LONGEST_FILE = 1 << 20;

  private static final ObjectMapper WRITER =
      new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

  private final String origin;
  private final boolean hasLines;
  private final SettingValue.Group settings;

  private Layer(String origin, boolean hasLines, SettingValue.Group settings) {
    this.origin = origin;
    this.hasLines = hasLines;
    this.settings = settings;
  }

  /**
   * Settings from YAML text.
   *
   * @param origin for messages, such as {@code profile tiny}
   * @throws UsageProblem if it is not YAML, or not a tree of keys
   */
  public static Layer ofYaml(String origin, String text) {
    return new Layer(origin, false, SettingsReader.document(origin, text));
  }

  /**
   * Settings from a YAML file in UTF-8, with or without a byte order mark. Messages about them name
   * its lines.
   *
   * @throws UsageProblem if it cannot be read, or is not a tree of keys
   */
  public static Layer ofFile(Path file) {
    String origin = Shown.escaped(file.toString());
    try {
      if (Files.isDirectory(file)) throw new UsageProblem(origin + " is a directory, not a file");
      if (Files.size(file) > LONGEST_FILE) {
        throw new UsageProblem(
            origin + " has more than " + LONGEST_FILE + " bytes; settings are shorter");
      }
      String text = Utf8.text(origin, Files.readAllBytes(file));
      return new Layer(origin, true, SettingsReader.document(origin, text));
    } catch (NoSuchFileException e) {
      throw new UsageProblem("there is no configuration file " + origin, e);
    } catch (IOException e) {
      throw new UsageProblem(
          "cannot read " + origin + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /**
   * One setting as it is typed on the command line; lists and quoted texts are YAML.
   *
   * @throws UsageProblem if it has no {@code =}, or no key before it
   */
  public static Layer ofOverride(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || text.charAt(0) == '.' || text.substring(0, equals).contains("..")) {
      throw new UsageProblem("expected key=value, got " + Shown.value(text));
    }
    SettingValue value = SettingsReader.value(COMMAND_LINE, text.substring(equals + 1));
    String[] keys = text.substring(0, equals).split("\\.", -1);
    for (int i = keys.length - 1; i > 0; i--) value = group(keys[i], value);
    return new Layer(COMMAND_LINE, false, group(keys[0], value));
  }

  /** The value of one key alone, which there is. */
  Layer only(String path) {
    SettingValue value = settings;
    String[] keys = path.split("\\.", -1);
    for (String key : keys) {
      SettingValue.Entry entry = ((SettingValue.Group) value).entries().get(key);
      if (entry == null) throw new IllegalArgumentException(origin + " has no " + path);
      value = entry.value();
    }
    for (int i = keys.length - 1; i > 0; i--) value = group(keys[i], value);
    return new Layer(origin, false, group(keys[0], value));
  }

  private static SettingValue.Group group(String key, SettingValue value) {
    return new SettingValue.Group(Map.of(key, new SettingValue.Entry(value, 0)));
  }

  /**
   * The same settings under other keys.
   *
   * @param names dotted paths of keys, and the paths that they are taken for
   */
  public Layer renamed(Map<String, String> names) {
    SettingValue.Group kept = without("", settings, names);
    Map<String, SettingValue.Entry> all = new LinkedHashMap<>(kept.entries());
    moved("", settings, names, all);
    return new Layer(origin, hasLines, new SettingValue.Group(all));
  }

  private static SettingValue.Group without(
      String above, SettingValue.Group group, Map<String, String> names) {
    Map<String, SettingValue.Entry> kept = new LinkedHashMap<>();
    group
        .entries()
        .forEach(
            (key, entry) -> {
              String path = above + key;
              if (names.containsKey(path)) return;
              if (entry.value() instanceof SettingValue.Group below) {
                SettingValue.Group left = without(path + ".", below, names);
                boolean emptied = left.entries().isEmpty() && !below.entries().isEmpty();
                if (!emptied) kept.put(key, new SettingValue.Entry(left, entry.line()));
              } else {
                kept.put(key, entry);
              }
            });
    return new SettingValue.Group(kept);
  }

  private static void moved(
      String above,
      SettingValue.Group group,
      Map<String, String> names,
      Map<String, SettingValue.Entry> into) {
    group
        .entries()
        .forEach(
            (key, entry) -> {
              String other = names.get(above + key);
              if (other != null) {
                put(into, List.of(other.split("\\.", -1)), entry);
              } else if (entry.value() instanceof SettingValue.Group below) {
                moved(above + key + ".", below, names, into);
              }
            });
  }

  private static void put(
      Map<String, SettingValue.Entry> into, List<String> path, SettingValue.Entry entry) {
    String first = path.get(0);
    if (path.size() == 1) {
      into.put(first, entry);
      return;
    }
    SettingValue.Entry there = into.get(first);
    Map<String, SettingValue.Entry> below =
        there != null && there.value() instanceof SettingValue.Group group
            ? new LinkedHashMap<>(group.entries())
            : new LinkedHashMap<>();
    put(below, path.subList(1, path.size()), entry);
    into.put(first, new SettingValue.Entry(new SettingValue.Group(below), entry.line()));
  }

  /** All keys that have a value, with what stands above them and dots between, and their values. */
  public Map<String, String> leaves() {
    Map<String, String> leaves = new LinkedHashMap<>();
    collect("", settings, leaves);
    return leaves;
  }

  private static void collect(String above, SettingValue.Group group, Map<String, String> into) {
    group
        .entries()
        .forEach(
            (key, entry) -> {
              if (entry.value() instanceof SettingValue.Group below) {
                collect(above + key + ".", below, into);
              } else {
                into.put(above + key, entry.value().toString());
              }
            });
  }

  /** Where the settings come from. */
  public String origin() {
    return origin;
  }

  /** The same for messages, with the line of a key if there are lines. */
  String place(int line) {
    return hasLines ? origin + ", line " + line : origin;
  }

  SettingValue.Group settings() {
    return settings;
  }

  /** A tree as YAML text. */
  static String yaml(Object settings) {
    try {
      return WRITER.writeValueAsString(settings);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }
}
