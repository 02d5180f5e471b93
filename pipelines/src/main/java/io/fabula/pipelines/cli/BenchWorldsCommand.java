package io.fabula.pipelines.cli;

import io.fabula.envs.Environment;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.envs.catalogue.SpeedTarget;
import io.fabula.envs.catalogue.WorldSpeed;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.ProcessorName;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Measure steps per second of one processor under random play, on one thread.",
    mixinStandardHelpOptions = true)
final class BenchWorldsCommand implements Callable<Integer> {
  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Worlds to measure (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "How often to measure, after a warm-up six times as long (default: 5).")
  private int repetitions = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Processor time of a repetition, up to three times as much on a processor that others"
              + " slow down (default: 0.5).")
  private double seconds = 0.5;

  BenchWorldsCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    if (repetitions < 1 || repetitions > 1000) {
      throw new UsageProblem("--repetitions must be within 1..1000, got " + repetitions);
    }
    if (!(seconds > 0 && seconds <= 60)) {
      throw new UsageProblem("--seconds must be above 0 and at most 60, got " + seconds);
    }
    List<NamedWorld<?>> worlds = WorldNames.findAll(names);
    out.printf(
        Locale.ROOT,
        "%s, Java %s, %s%n"
            + "steps per second of processor time, one thread, random play; %d x %s s%n"
            + "undisturbed: repetitions while nothing seemed to slow the processor down;"
            + " where there are any, only they count%n",
        ProcessorName.ofThisMachine(),
        System.getProperty("java.version"),
        LocalDate.now(ZoneOffset.UTC),
        repetitions,
        seconds);
    TextTable table =
        new TextTable(
            "WORLD", "OBSERVATION", "LEAST", "MEDIAN", "GREATEST", "UNDISTURBED", "BAR", "RESULT");
    for (NamedWorld<?> world : worlds) {
      err.println("measuring " + world.name());
      measure(world, table);
    }
    table.print(out);
    return 0;
  }

  private void measure(NamedWorld<?> world, TextTable table) {
    SpeedTarget target = world.target();
    for (boolean observing : new boolean[] {true, false}) {
      WorldSpeed speed = WorldSpeed.measure(world.make(), observing, seconds, repetitions);
      row(
          table,
          world.name(),
          observing ? "with" : "without",
          speed,
          observing ? target.observed() : target.unobserved());
    }
    if (target.together() > 0) {
      List<Environment> worlds = new ArrayList<>();
      for (int i = 0; i < SpeedTarget.WORLDS_TOGETHER; i++) worlds.add(world.make());
      try (VectorEnvironment together = VectorEnvironment.of(worlds, 0, 1)) {
        WorldSpeed speed = WorldSpeed.measure(together, seconds, repetitions);
        String how = "with, " + SpeedTarget.WORLDS_TOGETHER + " worlds";
        row(table, world.name(), how, speed, target.together());
      }
    }
  }

  private void row(TextTable table, String name, String observation, WorldSpeed speed, double bar) {
    table.row(
        name,
        observation,
        rate(speed.minimum()),
        rate(speed.median()),
        rate(speed.maximum()),
        speed.undisturbed() + " of " + repetitions,
        bar > 0 ? rate(bar) : "-",
        bar > 0 ? result(speed, bar) : "-");
  }

  /** A processor that others slow down shows that a bar is met, but not that it is missed. */
  private static String result(WorldSpeed speed, double bar) {
    if (speed.median() >= bar) return "met";
    return speed.undisturbed() > 0 ? "missed" : "disturbed";
  }

  private static String rate(double stepsPerSecond) {
    return String.format(Locale.ROOT, "%,.0f", stepsPerSecond);
  }
}
