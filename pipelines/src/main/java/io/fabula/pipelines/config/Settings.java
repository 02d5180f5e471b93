package io.fabula.pipelines.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.UsageProblem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
  private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
  private final Map<String, String> origins = new LinkedHashMap<>();

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
    C record = type.cast(settings.build("", settings.type, settings.merged));
    return new Resolution<>(record, settings.merged, settings.origins);
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
    merge("", type, merged, layer.settings(), layer.origin());
  }

  private void merge(String path, Class<?> at, ObjectNode into, ObjectNode from, String origin) {
    from.fields()
        .forEachRemaining(
            entry -> {
              String name = path + entry.getKey();
              RecordComponent component = component(at, entry.getKey(), name, origin);
              if (component.getType().isRecord()) {
                if (!(entry.getValue() instanceof ObjectNode branch)) {
                  throw new UsageProblem(
                      "%s: %s is a group of keys, such as %s.%s"
                          .formatted(origin, name, name, keys(component.getType()).get(0)));
                }
                merge(
                    name + ".",
                    component.getType(),
                    into.withObjectProperty(entry.getKey()),
                    branch,
                    origin);
              } else {
                into.set(entry.getKey(), entry.getValue());
                origins.put(name, origin);
              }
            });
  }

  private RecordComponent component(Class<?> at, String key, String name, String origin) {
    for (RecordComponent component : at.getRecordComponents()) {
      if (key(component).equals(key)) return component;
    }
    throw new UsageProblem(
        "%s: unknown key %s%s".formatted(origin, name, NearestName.hint(name, keys(type))));
  }

  private Record build(String path, Class<?> at, JsonNode tree) {
    RecordComponent[] components = at.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = key(components[i]);
      String name = path + key;
      types[i] = components[i].getType();
      values[i] =
          types[i].isRecord()
              ? build(name + ".", types[i], tree.path(key))
              : Leaf.read(components[i], name, origins.getOrDefault(name, ""), tree.path(key));
    }
    return construct(path, at, types, values);
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
    String origin = origins.get(path + first);
    return (origin == null ? "" : origin + ": ") + path + message;
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
