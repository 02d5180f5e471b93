package io.fabula.pipelines.config;

import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.util.List;

/**
 * Settings as they are typed on the command line, in Hydra's grammar: {@code key=value} and {@code
 * ++key=value} give a key its value, {@code ~key} and {@code ~key=value} take back what profile,
 * file and earlier settings gave it, so that the study's default holds; {@code +key=value} would
 * add a key, of which a study never has more.
 */
public final class Overrides {
  private final List<String> keys;
  private final Layer defaults;

  /**
   * @param keys all keys that there are
   * @param defaults a value for each
   */
  public Overrides(List<String> keys, Layer defaults) {
    this.keys = List.copyOf(keys);
    this.defaults = defaults;
  }

  /**
   * One setting.
   *
   * @param text as typed
   * @param before what was given so far, the latest last
   * @throws UsageProblem if it is not to be understood, or adds a key
   */
  public Layer layer(String text, List<Layer> before) {
    if (text.startsWith("~")) return takenBack(text.substring(1), before);
    if (text.startsWith("++")) return Layer.ofOverride(text.substring(2));
    if (text.startsWith("+")) {
      String key = text.substring(1).split("=", 2)[0];
      throw new UsageProblem(
          keys.contains(key)
              ? "%s is there already; write %s, without +".formatted(key, text.substring(1))
              : "no key can be added, got +%s%s".formatted(Shown.value(key), hint(key)));
    }
    return Layer.ofOverride(text);
  }

  private String hint(String key) {
    return NearestName.hint(key, keys);
  }

  private Layer takenBack(String text, List<Layer> before) {
    String[] parts = text.split("=", 2);
    String key = parts[0];
    if (!keys.contains(key)) {
      throw new UsageProblem("unknown key %s%s".formatted(Shown.value(key), hint(key)));
    }
    if (parts.length == 2) {
      String wanted = Layer.ofOverride(key + "=" + parts[1]).leaves().get(key);
      String now = null;
      for (Layer each : before) now = each.leaves().getOrDefault(key, now);
      if (wanted == null || !wanted.equals(now)) {
        throw new UsageProblem("%s is %s, not %s".formatted(key, now, Shown.value(parts[1])));
      }
    }
    return defaults.only(key);
  }
}
