package io.fabula.pipelines.config;

import io.fabula.pipelines.problems.Shown;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of the settings as it was written, before the type of its key is known. */
sealed interface SettingValue {
  /**
   * A number, a truth value, a text, or nothing.
   *
   * @param text as written, without quotes
   * @param plain whether it was written without quotes
   */
  record Scalar(String text, boolean plain) implements SettingValue {
    /** Whether YAML takes it as no value. */
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    @Override
    public String toString() {
      if (isNull()) return "nothing";
      return plain ? Shown.value(text) : "\"" + Shown.value(text) + "\"";
    }
  }

  /** Values in brackets. */
  record Items(List<SettingValue> values) implements SettingValue {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return Shown.value(values.toString());
    }
  }

  /** Keys with values, in the order in which they were written. */
  record Group(Map<String, Entry> entries) implements SettingValue {
    public Group {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String toString() {
      return "keys";
    }
  }

  /**
   * What stands behind a key.
   *
   * @param value the value
   * @param line where the key stands, counted from 1; 0 if there are no lines
   */
  record Entry(SettingValue value, int line) {}
}
