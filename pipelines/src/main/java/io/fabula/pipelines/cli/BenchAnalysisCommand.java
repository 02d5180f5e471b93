package io.fabula.pipelines.cli;

import io.fabula.pipelines.bench.AnalysisBench;
import io.fabula.pipelines.bench.AnalysisResult;
import io.fabula.pipelines.bench.AnalysisWork;
import io.fabula.pipelines.bench.PyTorch;
import io.fabula.pipelines.bench.Spread;
import io.fabula.pipelines.bench.Timing;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.ProcessorName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Measure the analyses beside scikit-learn on the same data, one thread each.",
      "Both sides must find the same before anything is timed. scikit-learn is looked for in the"
          + " Python that $FABULA_PYTHON names, or in python3."
    },
    mixinStandardHelpOptions = true)
final class BenchAnalysisCommand implements Callable<Integer> {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<String, String> environment;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Analyses to measure (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of 64 numbers that are analysed (default: 10000).")
  private int rows = 10_000;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "Turns of each side, after a warm-up; one where a turn is long (default: 7).")
  private int repetitions = 7;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description = "Processor seconds before turns count, for Java's compiler (default: 3).")
  private double warmUp = 3;

  BenchAnalysisCommand(PrintWriter out, PrintWriter err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    if (rows < 100 || rows > 100_000) {
      throw new UsageProblem("--rows must be within 100..100000, got " + rows);
    }
    if (repetitions < 1 || repetitions > 1000) {
      throw new UsageProblem("--repetitions must be within 1..1000, got " + repetitions);
    }
    if (!(warmUp >= 0 && warmUp <= 60)) {
      throw new UsageProblem("--warm-up must be within 0..60, got " + warmUp);
    }
    List<AnalysisWork> works =
        NamedWork.chosen("analysis", AnalysisWork.all(), AnalysisWork::name, names);
    List<AnalysisResult> results = new ArrayList<>();
    try (AnalysisBench bench = bench()) {
      for (AnalysisWork each : works) {
        err.println("measuring " + each.name());
        AnalysisResult result = bench.measure(each, repetitions, warmUp);
        err.println(measured(result)); // what there is if the rest is stopped
        results.add(result);
      }
      print(bench.description(), results);
    }
    requireAgreement(results);
    return 0;
  }

  private AnalysisBench bench() {
    Path home = Path.of(System.getProperty("fabula.home", "."));
    try {
      Path directory = Files.createTempDirectory("fabula-bench");
      try {
        return AnalysisBench.beside(rows, home, environment, directory);
      } finally {
        try (var files = Files.list(directory)) {
          for (Path each : files.toList()) Files.delete(each);
        }
        Files.delete(directory);
      }
    } catch (IOException | UncheckedIOException e) {
      err.println(
          "without scikit-learn, its column stays empty: %s; %s names a Python that has it"
              .formatted(e.getMessage(), PyTorch.PYTHON_VARIABLE));
      return AnalysisBench.alone(rows);
    }
  }

  private void print(String reference, List<AnalysisResult> results) {
    out.printf(
        "%s, %d processors; Java %s; %s; %s%nprocessor seconds of one thread, median"
            + " (least-greatest), %d rows%n",
        ProcessorName.ofThisMachine(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        reference.isEmpty() ? "no scikit-learn" : reference,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        rows);
    TextTable table =
        new TextTable("ANALYSIS", "SCIKIT-LEARN", "FABULA", "RATIO", "BAR", "RESULT", "FOUND");
    for (AnalysisResult each : results) {
      table.row(
          each.work().description(),
          times(each.theirs()),
          times(each.ours()),
          each.compared() ? number("%.2f", each.ratio()) : "-",
          number("%.2f", each.work().bar()),
          verdict(each),
          number("%.6g", each.found())
              + (Double.isNaN(each.expected()) ? "" : number(", %.6g", each.expected())));
    }
    table.print(out);
  }

  private static String measured(AnalysisResult result) {
    String theirs = result.theirs().isEmpty() ? "" : "; scikit-learn " + times(result.theirs());
    return "  " + times(result.ours()) + " s" + theirs;
  }

  private static String times(List<Timing> timings) {
    if (timings.isEmpty()) return "-";
    Spread spread = Spread.ofCpu(timings);
    return String.format(
        Locale.ROOT, "%.4f (%.4f-%.4f)", spread.median(), spread.least(), spread.greatest());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String verdict(AnalysisResult result) {
    if (result.differs()) return "differs";
    if (!result.compared()) return "-";
    return result.ratio() >= result.work().bar() ? "met" : "missed";
  }

  private static void requireAgreement(List<AnalysisResult> results) {
    List<String> differing =
        results.stream().filter(AnalysisResult::differs).map(each -> each.work().name()).toList();
    if (!differing.isEmpty()) {
      throw new WorkProblem(
          "nothing was timed where the sides do not find the same: "
              + String.join(", ", differing));
    }
  }
}
