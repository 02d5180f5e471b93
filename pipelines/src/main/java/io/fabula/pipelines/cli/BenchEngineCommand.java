package io.fabula.pipelines.cli;

import io.fabula.pipelines.bench.EngineBench;
import io.fabula.pipelines.bench.EngineReport;
import io.fabula.pipelines.bench.EngineResult;
import io.fabula.pipelines.bench.EngineWorkload;
import io.fabula.pipelines.bench.EngineWorkloads;
import io.fabula.pipelines.bench.PyTorch;
import io.fabula.pipelines.bench.Reference;
import io.fabula.pipelines.bench.Spread;
import io.fabula.pipelines.bench.Timing;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.ProcessorName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Measure the network engine beside PyTorch, one thread each.",
      "Both sides must compute the same before anything is timed. PyTorch is looked for in the"
          + " Python that $FABULA_PYTHON names, or in python3."
    },
    mixinStandardHelpOptions = true)
final class BenchEngineCommand implements Callable<Integer> {
  private static final double MILLIS = 1e3;

  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<String, String> environment;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Workloads to measure (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "Turns of each side, after a warm-up (default: 7).")
  private int repetitions = 7;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Processor time of a turn, at least one run (default: 1).")
  private double seconds = 1;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where engine.json and engine.csv are written (default: ./benchmarks).")
  private Path output = Path.of("benchmarks");

  @Option(
      names = "--profile",
      description = "Also write what each step of the plans costs, to profile-NAME.txt.")
  private boolean profile;

  BenchEngineCommand(PrintWriter out, PrintWriter err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    if (repetitions < 1 || repetitions > 1000) {
      throw new UsageProblem("--repetitions must be within 1..1000, got " + repetitions);
    }
    if (!(seconds > 0 && seconds <= 60)) {
      throw new UsageProblem("--seconds must be above 0 and at most 60, got " + seconds);
    }
    List<EngineWorkload> workloads =
        NamedWork.chosen("workload", EngineWorkloads.all(), EngineWorkload::name, names);
    boolean alone = workloads.stream().allMatch(EngineWorkload::scaling);
    try (Reference reference = alone ? null : reference()) {
      List<EngineResult> results = new ArrayList<>();
      for (EngineWorkload workload : workloads) {
        err.println("measuring " + workload.name());
        results.add(new EngineBench(repetitions, seconds).measure(workload, reference));
      }
      EngineReport report = report(reference, results);
      print(report, workloads);
      write(report);
      if (profile) writeProfiles(workloads);
      requireAgreement(results);
    }
    return 0;
  }

  private @Nullable Reference reference() {
    try {
      Path home = Path.of(System.getProperty("fabula.home", "."));
      return PyTorch.start(PyTorch.command(home, environment));
    } catch (IOException e) {
      err.println(
          "without PyTorch, its column stays empty: %s; %s names a Python that has it"
              .formatted(e.getMessage(), PyTorch.PYTHON_VARIABLE));
      return null;
    }
  }

  private EngineReport report(@Nullable Reference reference, List<EngineResult> results) {
    return new EngineReport(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        ProcessorName.ofThisMachine(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        reference == null ? null : reference.description(),
        seconds,
        results);
  }

  private void print(EngineReport report, List<EngineWorkload> workloads) {
    out.printf(
        Locale.ROOT,
        "%s, %d processors; Java %s; %s; %s%n"
            + "median (least-greatest) of %d turns of %s s each, ms per run%n",
        report.processor(),
        report.processors(),
        report.java(),
        report.reference() == null ? "no PyTorch" : report.reference(),
        report.date(),
        repetitions,
        seconds);
    TextTable beside =
        new TextTable("WORKLOAD", "PYTORCH", "FABULA", "RATIO", "(WALL)", "BAR", "RESULT");
    TextTable scaling =
        new TextTable("WORKLOAD", "1 THREAD", "2 THREADS", "RATIO", "BAR", "RESULT");
    boolean scaled = false;
    boolean compared = false;
    for (int i = 0; i < workloads.size(); i++) {
      EngineWorkload workload = workloads.get(i);
      EngineResult result = report.results().get(i);
      scaled |= workload.scaling();
      compared |= !workload.scaling();
      if (workload.scaling()) {
        scaling.row(
            workload.description(),
            times(result.theirs(), true),
            times(result.ours(), true),
            result.compared() ? ratio(result.wallRatio()) : "-",
            ratio(workload.bar()),
            verdict(result));
      } else {
        beside.row(
            workload.description(),
            times(result.theirs(), false),
            times(result.ours(), false),
            result.compared() ? ratio(result.cpuRatio()) : "-",
            result.compared() ? ratio(result.wallRatio()) : "-",
            ratio(workload.bar()),
            verdict(result));
      }
    }
    if (compared) {
      out.println("processor time, one thread:");
      beside.print(out);
    }
    if (scaled) {
      out.println("elapsed time:");
      scaling.print(out);
    }
  }

  private static String times(List<Timing> timings, boolean elapsed) {
    if (timings.isEmpty()) return "-";
    Spread spread = elapsed ? Spread.ofWall(timings) : Spread.ofCpu(timings);
    return String.format(
        Locale.ROOT,
        "%s (%s-%s)",
        millis(spread.median()),
        millis(spread.least()),
        millis(spread.greatest()));
  }

  private static String millis(double time) {
    double value = time * MILLIS;
    return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String verdict(EngineResult result) {
    if (!result.differences().isEmpty()) return "differs";
    if (!result.compared()) return "-";
    return result.ratio() >= result.bar() ? "met" : "missed";
  }

  private void write(EngineReport report) {
    try {
      report.write(output);
    } catch (IOException e) {
      throw StoreProblem.of("write to", output, e);
    }
    out.println("wrote " + output.resolve("engine.json") + " and engine.csv");
  }

  private void writeProfiles(List<EngineWorkload> workloads) {
    for (EngineWorkload workload : workloads) {
      Path file = output.resolve("profile-" + workload.name() + ".txt");
      try {
        Files.write(file, new EngineBench(repetitions, seconds).profile(workload));
      } catch (IOException e) {
        throw StoreProblem.of("write to", file, e);
      }
      out.println("wrote " + file);
    }
  }

  private void requireAgreement(List<EngineResult> results) {
    List<String> differing = new ArrayList<>();
    for (EngineResult result : results) {
      if (result.differences().isEmpty()) continue;
      differing.add(result.workload());
      for (String each : result.differences()) err.println(result.workload() + ": " + each);
    }
    if (!differing.isEmpty()) {
      throw new WorkProblem(
          "nothing was timed where the sides do not compute the same: "
              + String.join(", ", differing));
    }
  }
}
