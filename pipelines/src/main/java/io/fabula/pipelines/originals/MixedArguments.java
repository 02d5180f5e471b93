package io.fabula.pipelines.originals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Arguments of a command that takes options of an original program beside its own.
 *
 * @param originals options of the original program with their values, mistyped ones among them
 * @param own what else is given, in its order
 */
public record MixedArguments(List<String> originals, List<String> own) {
  public MixedArguments {
    originals = List.copyOf(originals);
    own = List.copyOf(own);
  }

  /**
   * Tells them apart.
   *
   * @param known whether the original program has an option of this name
   */
  public static MixedArguments of(List<String> arguments, Predicate<String> known) {
    List<String> originals = new ArrayList<>();
    List<String> own = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String each = arguments.get(i);
      String name = each.replaceFirst("^--", "").split("=", 2)[0];
      boolean original = each.startsWith("--") && known.test(name);
      boolean separate = original && !each.contains("=") && i + 1 < arguments.size();
      (original || isMistaken(each) ? originals : own).add(each);
      if (separate) originals.add(arguments.get(++i));
    }
    return new MixedArguments(originals, own);
  }

  /** What has the form of an original option, with underscores, is none of ours. */
  private static boolean isMistaken(String option) {
    return option.startsWith("--") && option.split("=", 2)[0].contains("_");
  }
}
