package io.fabula.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.UsageProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsGridTest {
  @Test
  void everyCombinationIsARunAndTheLastKeyChangesFastest() {
    SettingsGrid grid = SettingsGrid.of(List.of("a=1,2", "b=[1,2]", "c.d=choice(x,y)"), "");
    assertThat(grid.fixed()).containsExactly("b=[1,2]");
    assertThat(grid.points())
        .containsExactly(
            Map.of("a", "1", "c.d", "x"),
            Map.of("a", "1", "c.d", "y"),
            Map.of("a", "2", "c.d", "x"),
            Map.of("a", "2", "c.d", "y"));
    assertThat(grid.overrides(grid.points().get(1))).containsExactly("b=[1,2]", "a=1", "c.d=y");
  }

  @Test
  void rangesLeaveOutTheirEndAndAreExact() {
    assertThat(SettingsGrid.of(List.of("a=range(1,4)"), "").swept().get("a"))
        .containsExactly("1", "2", "3");
    assertThat(SettingsGrid.of(List.of("a=range(0.1,0.4,0.1)"), "").swept().get("a"))
        .containsExactly("0.1", "0.2", "0.3");
    assertThat(SettingsGrid.of(List.of("a=range(3,0,-1)"), "").swept().get("a"))
        .containsExactly("3", "2", "1");
  }

  @Test
  void seedsAreAKeyThatChangesFastest() {
    SettingsGrid grid = SettingsGrid.of(List.of("a=1,2"), "0..2");
    assertThat(grid.points()).hasSize(6);
    assertThat(grid.points().get(1)).isEqualTo(Map.of("a", "1", "seed", "1"));
  }

  @Test
  void aRandomSearchDrawsCombinationsAndKeepsTheirSeeds() {
    SettingsGrid grid = SettingsGrid.of(List.of("a=range(0,10)", "b=range(0,10)"), "1..2");
    List<Map<String, String>> drawn = grid.sampled(7, 1);
    assertThat(drawn).hasSize(14).doesNotHaveDuplicates();
    assertThat(grid.points()).containsSubsequence(drawn);
    assertThat(grid.sampled(7, 1)).isEqualTo(drawn);
    assertThat(grid.sampled(7, 2)).isNotEqualTo(drawn);
    assertThat(grid.sampled(1000, 1)).isEqualTo(grid.points());
  }

  @Test
  void quotedTextsAreSingleValues() {
    assertThat(SettingsGrid.of(List.of("a='x,y'", "b=\"1,2\""), "").points())
        .containsExactly(Map.of());
    assertThat(SettingsGrid.of(List.of("a=[1,2],[3]"), "").swept().get("a"))
        .containsExactly("[1,2]", "[3]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a=1,,2; ; a has an empty value among several",
        "a=range(1,1); ; a must be range(from,to)",
        "a=range(1,2,0); ; a must be range(from,to)",
        "a=range(x,2); ; a must be range(from,to)",
        "a; ; expected key=value, got a",
        "a=1; 3..1; --seeds must be like 0..29",
        "a=1; 1-3; --seeds must be like 0..29",
        "seed=1,2; 1..3; seed has several values and --seeds too",
        "a=range(0,10001); ; more than 10,000 combinations"
      })
  void whatIsNotUnderstoodIsSaid(String override, String seeds, String message) {
    assertThatThrownBy(() -> SettingsGrid.of(List.of(override), seeds == null ? "" : seeds))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining(message);
  }
}
