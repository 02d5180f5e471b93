package io.fabula.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static Verdict.Miss miss(int changes) {
    return new Verdict.Miss(
        List.of("a 1 -> 2", "b 1 -> 2", "c 1 -> " + "9".repeat(200), "d 1 -> 2", "e 1 -> 2")
            .subList(0, changes),
        List.of("input changed: agent"));
  }

  @Test
  void aPlanNamesTheFirstChangesAndCountsTheOthers() {
    assertThat(miss(1).brief()).isEqualTo("options changed: a 1 -> 2; input changed: agent");
    assertThat(miss(4).brief())
        .startsWith("options changed: a 1 -> 2; options changed: b 1 -> 2; options changed: c")
        .endsWith("999...; 1 more option; input changed: agent")
        .hasSizeLessThan(220);
    assertThat(miss(5).brief()).endsWith("; 2 more options; input changed: agent");
  }

  @Test
  void theWholeReasonNamesAll() {
    assertThat(miss(5).reason())
        .contains("9".repeat(200))
        .endsWith("; options changed: e 1 -> 2; input changed: agent");
    assertThat(Verdict.Miss.FORCED.reason()).isEqualTo("forced");
  }
}
