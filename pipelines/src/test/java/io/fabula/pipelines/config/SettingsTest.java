package io.fabula.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.UsageProblem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers of settings become one typed record, and mistakes are named with their origin. */
class SettingsTest {
  enum Kind {
    ROUND,
    SQUARE
  }

  record Inner(int poolSize, double rate, List<Integer> sizes) {
    Inner {
      if (poolSize < 1) {
        throw new IllegalArgumentException("pool_size must be at least 1, got " + poolSize);
      }
    }
  }

  record Outer(long seed, Kind kind, boolean fast, String label, Inner inner) {}

  private static final String DEFAULTS =
      """
      seed: 1
      kind: round
      fast: false
      label: plain
      inner:
        pool_size: 2
        rate: 0.5
        sizes: [1, 2]
      """;

  private static Outer resolve(String profile, String... overrides) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.ofYaml("defaults", DEFAULTS));
    layers.add(Layer.ofYaml("profile tiny", profile));
    for (String each : overrides) layers.add(Layer.ofOverride(each));
    return Settings.resolve(Outer.class, layers);
  }

  @Test
  void laterLayersWinKeyByKey() {
    Outer resolved = resolve("inner: {rate: 0.25}", "inner.sizes=[7]", "kind=square", "seed=9");
    assertThat(resolved)
        .isEqualTo(new Outer(9, Kind.SQUARE, false, "plain", new Inner(2, 0.25, List.of(7))));
  }

  @Test
  void whatIsPrintedCanBeReadAgain() {
    Outer resolved = resolve("", "label=a b: c", "inner.rate=1e-5");
    Outer again =
        Settings.resolve(Outer.class, List.of(Layer.ofYaml("printed", Settings.yaml(resolved))));
    assertThat(again).isEqualTo(resolved);
  }

  @Test
  void unknownKeysSuggestTheNearestName() {
    assertThatThrownBy(() -> resolve("", "inner.pol_size=3"))
        .isInstanceOf(UsageProblem.class)
        .hasMessage("command line: unknown key inner.pol_size, did you mean inner.pool_size?");
    assertThatThrownBy(() -> resolve("colour: red")).hasMessage("profile tiny: unknown key colour");
    assertThatThrownBy(() -> resolve("inner: 3"))
        .hasMessage("profile tiny: inner is a group of keys, such as inner.pool_size");
  }

  @Test
  void wrongTypesAndRangesAreNamedWithTheirOrigin() {
    assertThatThrownBy(() -> resolve("", "inner.pool_size=two"))
        .isInstanceOf(UsageProblem.class)
        .hasMessage("command line: inner.pool_size must be a whole number, got two");
    assertThatThrownBy(() -> resolve("", "inner.pool_size=1.5"))
        .hasMessage("command line: inner.pool_size must be a whole number, got 1.5");
    assertThatThrownBy(() -> resolve("", "fast=1"))
        .hasMessage("command line: fast must be true or false, got 1");
    assertThatThrownBy(() -> resolve("", "kind=oval"))
        .hasMessage("command line: kind must be one of round, square, got oval");
    assertThatThrownBy(() -> resolve("inner: {sizes: 3}"))
        .hasMessage("profile tiny: inner.sizes must be a list, such as [1, 2], got 3");
    assertThatThrownBy(() -> resolve("", "inner.pool_size=0"))
        .hasMessage("command line: inner.pool_size must be at least 1, got 0");
  }

  @Test
  void brokenYamlAndOverridesAreNamed() {
    assertThatThrownBy(() -> Layer.ofYaml("my.yaml", "a: [1\nb: 2"))
        .isInstanceOf(UsageProblem.class)
        .hasMessage("my.yaml, line 2: not YAML: expected ',' or ']', but got :");
    assertThatThrownBy(() -> Layer.ofOverride("seed")).hasMessage("expected key=value, got seed");
    assertThatThrownBy(() -> Layer.ofOverride(".agent=2"))
        .hasMessage("expected key=value, got .agent=2");
    assertThatThrownBy(() -> Layer.ofOverride("agent..x=2"))
        .hasMessage("expected key=value, got agent..x=2");
  }
}
