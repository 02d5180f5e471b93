package io.fabula.pipelines.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts layers of settings together into a record. The record's components are the keys, in
 * snake_case; records inside it are branches; later layers win.
 */
public final class Settings {
  private final Class<? extends Record> type;
  private final Map<String, Placed> merged = new HashMap<>();
  private final Map<String, String> origins = new LinkedHashMap<>();

  /** A value that a layer gives to a key, and where it stands. */
  private record Placed(SettingValue value, String place) {}

  private Settings(Class<? extends Record> type) {
    this.type = type;
  }

  /**
   * Settings, and where each came from.
   *
   * @param settings the record
   * @param tree the same as a tree of keys
   * @param origins for each leaf, as a dotted path, the layer that set it
   */
  public record Resolution<C extends Record>(
      C settings, JsonNode tree, Map<String, String> origins) {
    public Resolution {
      origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
    }
  }

  /**
   * Resolves layers to a record.
   *
   * @param type the record; its compact constructors check ranges
   * @param layers from weakest to strongest; together they must set every key
   * @throws UsageProblem for an unknown key, a value of the wrong type or out of range
   */
  public static <C extends Record> C resolve(Class<C> type, List<Layer> layers) {
    return resolution(type, layers).settings();
  }

  /** As {@link #resolve}, with origins. */
  public static <C extends Record> Resolution<C> resolution(Class<C> type, List<Layer> layers) {
    Settings settings = new Settings(type);
    for (Layer layer : layers) settings.add(layer);
    C record = type.cast(settings.build("", settings.type));
    return new Resolution<>(record, Json.tree(record), settings.origins);
  }

  /** All keys of a record type, leaves only, as dotted paths. */
  public static List<String> keys(Class<?> type) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = key(component);
      if (component.getType().isRecord()) {
        for (String below : keys(component.getType())) keys.add(key + "." + below);
      } else {
        keys.add(key);
      }
    }
    return keys;
  }

  /**
   * A resolved record as YAML that {@code --config} reads; the line above a key says what it means.
   */
  public static String yaml(Record settings) {
    StringBuilder text = new StringBuilder();
    write(settings.getClass(), Json.tree(settings), "", text);
    return text.toString();
  }

  private static void write(Class<?> at, JsonNode tree, String indent, StringBuilder into) {
    for (RecordComponent component : at.getRecordComponents()) {
      Meaning meaning = component.getAnnotation(Meaning.class);
      if (meaning != null) into.append(indent).append("# ").append(meaning.value()).append('\n');
      String key = key(component);
      if (component.getType().isRecord()) {
        into.append(indent).append(key).append(":\n");
        write(component.getType(), tree.path(key), indent + "  ", into);
      } else {
        ObjectNode single = JsonNodeFactory.instance.objectNode();
        single.set(key, tree.path(key));
        Layer.yaml(single).lines().forEach(line -> into.append(indent).append(line).append('\n'));
      }
    }
  }

  private void add(Layer layer) {
    merge("", type, layer.settings(), layer);
  }

  private void merge(String path, Class<?> at, SettingValue.Group from, Layer layer) {
    from.entries()
        .forEach(
            (key, entry) -> {
              String name = path + key;
              String place = layer.place(entry.line());
              RecordComponent component = component(at, path, key, entry, place);
              if (component.getType().isRecord()) {
                merge(name + ".", component.getType(), group(component, name, entry, place), layer);
              } else {
                merged.put(name, new Placed(entry.value(), place));
                origins.put(name, layer.origin());
              }
            });
  }

  private static SettingValue.Group group(
      RecordComponent component, String name, SettingValue.Entry entry, String place) {
    if (entry.value() instanceof SettingValue.Group group) return group;
    if (entry.value() instanceof SettingValue.Scalar scalar && scalar.isNull()) {
      return new SettingValue.Group(Map.of()); // all of its keys are commented out
    }
    throw new UsageProblem(
        "%s: %s is a group of keys, such as %s.%s"
            .formatted(place, name, name, keys(component.getType()).get(0)));
  }

  private RecordComponent component(
      Class<?> at, String path, String key, SettingValue.Entry entry, String place) {
    for (RecordComponent component : at.getRecordComponents()) {
      if (key(component).equals(key)) return component;
    }
    List<String> known = keys(type);
    String name = path + key;
    if (key.contains(".") && known.contains(name)) {
      throw new UsageProblem(
          "%s: write %s as %s".formatted(place, key, nested(key, entry.value())));
    }
    throw new UsageProblem(
        "%s: unknown key %s%s".formatted(place, Shown.value(name), NearestName.hint(name, known)));
  }

  /** {@code agent: {pool: 2}} for {@code agent.pool: 2}. */
  private static String nested(String key, SettingValue value) {
    String[] keys = key.split("\\.", -1);
    return String.join(": {", keys) + ": " + value + "}".repeat(keys.length - 1);
  }

  private Record build(String path, Class<?> at) {
    RecordComponent[] components = at.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = path + key(components[i]);
      types[i] = components[i].getType();
      values[i] = types[i].isRecord() ? build(name + ".", types[i]) : leaf(components[i], name);
    }
    return construct(path, at, types, values);
  }

  private Object leaf(RecordComponent component, String name) {
    Placed placed = merged.get(name);
    if (placed == null) throw new UsageProblem("no value is given for " + name);
    return Leaf.read(component, name, placed.place(), placed.value());
  }

  private Record construct(String path, Class<?> at, Class<?>[] types, Object[] values) {
    try {
      var constructor = at.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException range) {
        throw new UsageProblem(outOfRange(path, String.valueOf(range.getMessage())), range);
      }
      throw new IllegalStateException("cannot make " + at, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + at, e);
    }
  }

  /** Ranges are checked by the record, whose message begins with the component's key. */
  private String outOfRange(String path, String message) {
    String first = message.split(" ", 2)[0];
    Placed placed = merged.get(path + first);
    return (placed == null ? "" : placed.place() + ": ") + path + message;
  }

  static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  static String oneOf(Class<?> enumType) {
    return String.join(
        ", ",
        Arrays.stream(enumType.getEnumConstants())
            .map(each -> each.toString().toLowerCase(Locale.ROOT))
            .toList());
  }
}
