package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.sums.Console;
import org.junit.jupiter.api.Test;

class BenchMemoryTest {
  @Test
  void saysWhatPlansTakeAndThatTheyReturnIt() {
    Console console = Console.run("bench", "memory", "--steps=1", "--cycles=20");
    assertThat(console.err()).isEmpty();
    assertThat(console.exitCode()).isZero();
    assertThat(console.out().lines())
        .anyMatch(
            line ->
                line.matches(
                    "full-size simulator, 2 windows of 1 steps: [1-9]\\d* MB for the plan, [1-9]\\d*"
                        + " MB for parameters, gradients and moments"))
        .anyMatch(line -> line.startsWith("resident at the peak of 3 steps"))
        .anyMatch(line -> line.matches(".*outside the heap .* after 2 times, .* after 20"))
        .anyMatch(line -> line.startsWith("growth: "));
  }

  @Test
  void badArgumentsAreRefused() {
    fails("--cycles must be at least 10, got 9", "--cycles=9");
    fails("--steps must be within 1..1000, got 0", "--steps=0");
  }

  private static void fails(String message, String argument) {
    Console console = Console.run("bench", "memory", argument);
    assertThat(console.err()).contains("fabula: " + message);
    assertThat(console.exitCode()).isEqualTo(2);
  }
}
