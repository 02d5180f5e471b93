package io.fabula.pipelines.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Values as JSON. Records become objects with snake_case keys; unknown keys are refused on reading.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Sorts what is otherwise in the order of declaration, so that equal values are equal text. */
  private static final TypeReference<Object> PLAIN = new TypeReference<>() {};

  private Json() {}

  /** The value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** One line of text, the same for equal values: keys sorted, no spaces. */
  public static String canonical(Object value) {
    try {
      Object plain = MAPPER.readValue(MAPPER.writeValueAsBytes(value), PLAIN);
      return MAPPER.writeValueAsString(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  /** Text for people: indented, keys in the order of declaration, a newline at the end. */
  public static byte[] pretty(Object value) {
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  /** One line of text in the order of declaration. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  /**
   * Reads a value.
   *
   * @throws IOException if the text is not JSON or does not have the shape of {@code type}
   */
  public static <T> T read(byte[] text, Class<T> type) throws IOException {
    T value = MAPPER.readValue(text, type);
    if (value == null) throw new IOException("found null instead of " + type.getSimpleName());
    return value;
  }

  /**
   * Turns a tree into a value.
   *
   * @throws IOException if the tree does not have the shape of {@code type}
   */
  public static <T> T read(JsonNode tree, Class<T> type) throws IOException {
    T value = MAPPER.treeToValue(tree, type);
    if (value == null) throw new IOException("found null instead of " + type.getSimpleName());
    return value;
  }

  /** What is wrong with a text, without Jackson's reference to its source. */
  public static String reason(IOException e) {
    return e instanceof JsonProcessingException broken
        ? broken.getOriginalMessage() + position(broken)
        : String.valueOf(e.getMessage());
  }

  private static String position(JsonProcessingException broken) {
    return broken.getLocation() == null
        ? ""
        : " (line "
            + broken.getLocation().getLineNr()
            + ", column "
            + broken.getLocation().getColumnNr()
            + ")";
  }
}
