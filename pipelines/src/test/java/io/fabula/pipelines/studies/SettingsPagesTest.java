package io.fabula.pipelines.studies;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.config.Layer;
import io.fabula.pipelines.config.SettingKey;
import io.fabula.pipelines.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every key of every study says what it means, and {@code docs/studies/STUDY-settings.md} says the
 * same; {@code -Dfabula.record=true} writes the pages.
 */
class SettingsPagesTest {
  private static final boolean RECORD = Boolean.getBoolean("fabula.record");

  @TestFactory
  Stream<DynamicTest> everyKeyHasAMeaning() {
    return Studies.builtIn().all().stream()
        .map(study -> DynamicTest.dynamicTest(study.name(), () -> meansSomething(study)));
  }

  private static void meansSomething(Study<?> study) {
    List<SettingKey> keys = SettingKey.of(study.settings());
    assertThat(keys).allSatisfy(key -> assertThat(key.meaning()).isNotBlank().doesNotEndWith("."));
    assertThat(keys.stream().filter(key -> !key.group()).map(SettingKey::path))
        .containsExactlyElementsOf(Settings.keys(study.settings()));
  }

  @TestFactory
  Stream<DynamicTest> thePagesOfTheDocsSayTheSame() {
    return Studies.builtIn().all().stream()
        .map(study -> DynamicTest.dynamicTest(study.name(), () -> isOnItsPage(study)));
  }

  private static void isOnItsPage(Study<?> study) throws IOException {
    Path page = Path.of("..", "docs", "studies", study.name() + "-settings.md");
    String expected = page(study);
    if (RECORD) Files.writeString(page, expected);
    assertThat(page).content().as("write it with -Dfabula.record=true").isEqualTo(expected);
  }

  private static <C extends Record> String page(Study<C> study) {
    ResolvedStudy<C> defaults =
        ResolvedStudy.of(study, defaultProfile(study), Optional.empty(), List.of());
    StringBuilder page = new StringBuilder();
    page.append("# Settings of the study ").append(study.name()).append("\n\n");
    page.append("Made from the code; `./fabula run ")
        .append(study.name())
        .append(" --help` prints the same. Values are those of profile `")
        .append(defaults.profile())
        .append("`.\n");
    for (SettingKey key : SettingKey.of(study.settings())) {
      if (key.group()) {
        page.append("\n## `%s`: %s\n\n".formatted(key.path(), key.meaning()));
        page.append("| key | value | may be | meaning |\n|---|---|---|---|\n");
      } else {
        if (!key.path().contains(".") && page.charAt(page.length() - 2) != '|') {
          page.append("\n| key | value | may be | meaning |\n|---|---|---|---|\n");
        }
        page.append(
            "| `%s` | `%s` | %s | %s |\n"
                .formatted(key.path(), defaults.valueOf(key.path()), key.values(), key.meaning()));
      }
    }
    return page.toString();
  }

  private static String defaultProfile(Study<?> study) {
    return study.profiles().contains(Study.DEFAULT_PROFILE)
        ? Study.DEFAULT_PROFILE
        : study.profiles().get(0);
  }

  /** What is printed is read again, comments and all, for every profile. */
  @TestFactory
  Stream<DynamicTest> whatIsPrintedIsReadAgain() {
    return Studies.builtIn().all().stream()
        .flatMap(
            study ->
                study.profiles().stream()
                    .map(
                        profile ->
                            DynamicTest.dynamicTest(
                                study.name() + " " + profile, () -> readsItself(study, profile))));
  }

  private static <C extends Record> void readsItself(Study<C> study, String profile) {
    ResolvedStudy<C> resolved = ResolvedStudy.of(study, profile, Optional.empty(), List.of());
    C again = Settings.resolve(study.settings(), List.of(Layer.ofYaml("printed", resolved.yaml())));
    assertThat(again).isEqualTo(resolved.settings());
    assertThat(resolved.yaml()).contains("# ");
  }
}
