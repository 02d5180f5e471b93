package io.fabula.pipelines.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of the settings, for those who set it.
 *
 * @param path the key with those above it, with dots between
 * @param values what may be set, such as {@code whole number} or {@code tiny, small}
 * @param meaning what it means
 * @param group whether it only holds other keys
 */
public record SettingKey(String path, String values, String meaning, boolean group) {
  /**
   * All keys of a record type, a group before the keys in it.
   *
   * @throws IllegalArgumentException if a component has no {@link Meaning}
   */
  public static List<SettingKey> of(Class<? extends Record> settings) {
    List<SettingKey> keys = new ArrayList<>();
    collect("", settings, keys);
    return keys;
  }

  private static void collect(String above, Class<?> settings, List<SettingKey> into) {
    for (RecordComponent component : settings.getRecordComponents()) {
      Meaning meaning = component.getAnnotation(Meaning.class);
      if (meaning == null) {
        throw new IllegalArgumentException(
            "%s.%s has no @Meaning".formatted(settings.getSimpleName(), component.getName()));
      }
      String path = above + Settings.key(component);
      boolean group = component.getType().isRecord();
      into.add(
          new SettingKey(
              path, group ? "" : values(component.getGenericType()), meaning.value(), group));
      if (group) collect(path + ".", component.getType(), into);
    }
  }

  private static String values(Type type) {
    if (type instanceof ParameterizedType list) {
      return "list of " + values(list.getActualTypeArguments()[0]) + "s";
    }
    if (!(type instanceof Class<?> plain)) return type.getTypeName();
    if (plain == boolean.class) return "true, false";
    if (plain == String.class) return "text";
    if (plain.isEnum()) return Settings.oneOf(plain);
    return plain == double.class || plain == Double.class || plain == float.class
        ? "number"
        : "whole number";
  }
}
