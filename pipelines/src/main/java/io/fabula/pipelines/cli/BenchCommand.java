package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    description = "Measure how fast something is on this machine.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new UsageProblem(
        "name what to measure: ./fabula bench worlds, engine, analysis, memory or exact");
  }
}
