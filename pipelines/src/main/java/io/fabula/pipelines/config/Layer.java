package io.fabula.pipelines.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Some settings and where they come from.
 *
 * @param origin for messages, such as {@code profile tiny} or a file
 * @param settings a tree of keys
 */
public record Layer(String origin, ObjectNode settings) {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

  /**
   * Settings from YAML text.
   *
   * @throws UsageProblem if it is not YAML, or not a tree of keys
   */
  public static Layer ofYaml(String origin, String text) {
    JsonNode tree;
    try {
      tree = YAML.readTree(text);
    } catch (JacksonException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new UsageProblem(
          "%s is not YAML: %s (line %d)"
              .formatted(origin, reason, e.getLocation() == null ? 0 : e.getLocation().getLineNr()),
          e);
    }
    if (tree == null || tree.isMissingNode() || tree.isNull()) {
      return new Layer(origin, YAML.createObjectNode());
    }
    if (tree instanceof ObjectNode settings) return new Layer(origin, settings);
    throw new UsageProblem(origin + " must hold keys and values, for example seed: 1");
  }

  /** Settings from a YAML file. */
  public static Layer ofFile(Path file) {
    try {
      return ofYaml(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new UsageProblem("there is no configuration file " + file, e);
    } catch (IOException e) {
      throw new UsageProblem("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * One setting as it is typed on the command line; the value is YAML.
   *
   * @throws UsageProblem if it has no {@code =}
   */
  public static Layer ofOverride(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new UsageProblem("expected key=value, got " + text);
    }
    String origin = "command line";
    JsonNode value = parse(origin, text.substring(equals + 1));
    String[] keys = text.substring(0, equals).split("\\.", -1);
    for (int i = keys.length - 1; i > 0; i--) {
      value = YAML.createObjectNode().set(keys[i], value);
    }
    return new Layer(origin, YAML.createObjectNode().set(keys[0], value));
  }

  private static JsonNode parse(String origin, String value) {
    try {
      JsonNode parsed = YAML.readTree(value.isEmpty() ? "\"\"" : value);
      boolean textWithColon = parsed.isObject() && !value.strip().startsWith("{");
      return textWithColon ? TextNode.valueOf(value) : parsed;
    } catch (JacksonException e) {
      throw new UsageProblem(origin + ": cannot read the value " + value, e);
    }
  }

  /** A tree as YAML text. */
  static String yaml(Object settings) {
    try {
      return YAML.writeValueAsString(settings);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }
}
