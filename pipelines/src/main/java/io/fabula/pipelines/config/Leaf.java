package io.fabula.pipelines.config;

import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.UsageProblem;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one value of a setting, strictly by its type. */
final class Leaf {
  private final String name;
  private final String place;

  private Leaf(String name, String place) {
    this.name = name;
    this.place = place;
  }

  /**
   * The value of a key.
   *
   * @param component what it is for
   * @param name the key with those above it
   * @param place where the value was written, for messages
   * @throws UsageProblem if the value is of another type, or beyond what its type can hold
   */
  static Object read(RecordComponent component, String name, String place, SettingValue value) {
    return new Leaf(name, place).read(component.getGenericType(), value);
  }

  private Object read(Type type, SettingValue value) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      if (!(value instanceof SettingValue.Items items))
        throw wrong("a list, such as [1, 2]", value);
      List<Object> values = new ArrayList<>();
      for (SettingValue each : items.values()) {
        values.add(read(list.getActualTypeArguments()[0], each));
      }
      return List.copyOf(values);
    }
    if (!(type instanceof Class<?> plain)) throw new IllegalStateException(name + ": " + type);
    String expected = expected(plain);
    if (!(value instanceof SettingValue.Scalar scalar)) throw wrong(expected, value);
    if (scalar.isNull()) throw wrong(expected, value);
    if (plain == String.class) return scalar.text();
    if (plain.isEnum()) return constant(plain, scalar);
    if (plain == boolean.class) {
      String text = scalar.plain() ? scalar.text().toLowerCase(Locale.ROOT) : "";
      if (!text.equals("true") && !text.equals("false")) throw wrong(expected, value);
      return text.equals("true");
    }
    return number(plain, expected, scalar);
  }

  private static String expected(Class<?> type) {
    if (type == String.class) return "a text";
    if (type == boolean.class) return "true or false";
    if (type.isEnum()) return "one of " + Settings.oneOf(type);
    return isReal(type) ? "a number" : "a whole number";
  }

  private static boolean isReal(Class<?> type) {
    return type == double.class || type == Double.class || type == float.class;
  }

  private Object number(Class<?> type, String expected, SettingValue.Scalar value) {
    if (!value.plain() && !NumberText.isOfOtherBase(value.text())) throw wrong(expected, value);
    try {
      if (type == float.class) return NumberText.toFloat(value.text());
      if (isReal(type)) return NumberText.toDouble(value.text());
      if (type == long.class || type == Long.class) return NumberText.toLong(value.text());
      if (type == int.class || type == Integer.class) return NumberText.toInt(value.text());
    } catch (NumberFormatException e) {
      throw new UsageProblem(
          "%s: %s must be %s, got %s%s".formatted(place, name, expected, value, e.getMessage()), e);
    }
    throw new IllegalStateException(name + " has the unsupported type " + type);
  }

  private Object constant(Class<?> type, SettingValue.Scalar value) {
    List<String> names = new ArrayList<>();
    for (Object each : type.getEnumConstants()) {
      String constant = each.toString().toLowerCase(Locale.ROOT);
      if (constant.equals(value.text())) return each;
      names.add(constant);
    }
    throw new UsageProblem(
        "%s: %s must be one of %s, got %s%s"
            .formatted(
                place,
                name,
                String.join(", ", names),
                value,
                NearestName.hint(value.text().toLowerCase(Locale.ROOT), names)));
  }

  private UsageProblem wrong(String expected, SettingValue value) {
    String hint =
        value instanceof SettingValue.Scalar scalar && scalar.isNull() && expected.equals("a text")
            ? "; write \"\" for an empty one"
            : "";
    return new UsageProblem(
        "%s: %s must be %s, got %s%s".formatted(place, name, expected, value, hint));
  }
}
