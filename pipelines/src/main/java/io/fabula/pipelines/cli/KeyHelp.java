package io.fabula.pipelines.cli;

import io.fabula.pipelines.config.SettingKey;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Study;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** What each key of a study's settings means, for {@code ./fabula run STUDY --help}. */
final class KeyHelp {
  private KeyHelp() {}

  /**
   * Prints all keys with the values of a profile.
   *
   * @param profile a profile; the study's first where it has none of that name
   */
  static <C extends Record> void print(Study<C> study, String profile, PrintWriter out) {
    String shown = study.profiles().contains(profile) ? profile : study.profiles().get(0);
    ResolvedStudy<C> resolved = ResolvedStudy.of(study, shown, Optional.empty(), List.of());
    out.println();
    out.printf("Settings of %s, with their values in profile %s:%n", study.name(), shown);
    for (SettingKey key : SettingKey.of(study.settings())) {
      if (key.group()) {
        out.printf("%n  %s: %s%n", key.path(), key.meaning());
        continue;
      }
      out.printf("  %s=%s%n", key.path(), text(resolved, key.path()));
      out.printf("      %s (%s)%n", key.meaning(), key.values());
    }
  }

  private static String text(ResolvedStudy<?> resolved, String key) {
    var value = resolved.valueOf(key);
    return value.isTextual() ? value.asText() : value.toString();
  }
}
