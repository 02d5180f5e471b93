package io.fabula.pipelines.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabula.pipelines.json.Json;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The name of what a stage makes, known before it is made: everything that decides the result and
 * nothing else.
 *
 * @param hex the first 20 hexadecimal digits of a SHA-256
 */
public record Signature(@JsonValue String hex) implements Serializable {
  private static final int DIGITS = 20;
  private static final String FORM = "[0-9a-f]{" + DIGITS + "}";

  @JsonCreator
  public Signature {
    if (!hex.matches(FORM)) {
      throw new IllegalArgumentException(
          "a signature is " + DIGITS + " hexadecimal digits, got " + hex);
    }
  }

  /**
   * The signature of a stage's output.
   *
   * @param study name of the study: stages of two studies are never the same
   * @param stage name of the stage
   * @param version version of its code
   * @param options its options, which become canonical JSON
   * @param inputs signatures of its inputs by the name of the stage that makes them
   */
  public static Signature of(
      String study, String stage, int version, Object options, Map<String, Signature> inputs) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("study", study);
    parts.put("stage", stage);
    parts.put("version", version);
    parts.put("options", options);
    parts.put("inputs", new TreeMap<>(inputs));
    return new Signature(Digests.of(Json.canonical(parts)).substring(0, DIGITS));
  }

  /** Whether a text could be a signature, so that other names in a store are passed over. */
  public static boolean isOne(String text) {
    return text.matches(FORM);
  }

  @Override
  public String toString() {
    return hex;
  }
}
