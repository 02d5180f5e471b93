package io.fabula.pipelines.config;

import com.fasterxml.jackson.databind.JsonNode;
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
  private final String origin;

  private Leaf(String name, String origin) {
    this.name = name;
    this.origin = origin;
  }

  static Object read(RecordComponent component, String name, String origin, JsonNode value) {
    if (value.isMissingNode()) throw new UsageProblem("no value is given for " + name);
    return new Leaf(name, origin).read(component.getGenericType(), value);
  }

  private Object read(Type type, JsonNode value) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      if (!value.isArray()) throw wrong("a list, such as [1, 2]", value);
      List<Object> values = new ArrayList<>();
      for (JsonNode each : value) values.add(read(list.getActualTypeArguments()[0], each));
      return List.copyOf(values);
    }
    if (!(type instanceof Class<?> plain)) throw new IllegalStateException(name + ": " + type);
    if (plain == String.class) {
      if (!value.isValueNode() || value.isNull()) throw wrong("a text", value);
      return value.asText();
    }
    if (plain == boolean.class) {
      if (!value.isBoolean()) throw wrong("true or false", value);
      return value.booleanValue();
    }
    if (plain.isEnum()) return constant(plain, value);
    return number(plain, value);
  }

  private Object number(Class<?> type, JsonNode value) {
    boolean real = type == double.class || type == Double.class || type == float.class;
    if (real) {
      if (!value.isNumber()) throw wrong("a number", value);
      if (type == float.class) return value.floatValue();
      return value.doubleValue();
    }
    boolean whole = value.isIntegralNumber() || (value.isNumber() && isWhole(value.doubleValue()));
    if (!whole) throw wrong("a whole number", value);
    if (type == long.class || type == Long.class) {
      if (!value.canConvertToLong()) throw wrong("a whole number of at most 64 bits", value);
      return value.longValue();
    }
    if (type == int.class || type == Integer.class) {
      if (!value.canConvertToInt()) throw wrong("a whole number of at most 32 bits", value);
      return value.intValue();
    }
    throw new IllegalStateException(name + " has the unsupported type " + type);
  }

  private static boolean isWhole(double value) {
    return Double.isFinite(value) && value == Math.rint(value);
  }

  private Object constant(Class<?> type, JsonNode value) {
    for (Object each : type.getEnumConstants()) {
      if (each.toString().toLowerCase(Locale.ROOT).equals(value.asText())) return each;
    }
    throw wrong("one of " + Settings.oneOf(type), value);
  }

  private UsageProblem wrong(String expected, JsonNode value) {
    return new UsageProblem("%s: %s must be %s, got %s".formatted(origin, name, expected, value));
  }
}
