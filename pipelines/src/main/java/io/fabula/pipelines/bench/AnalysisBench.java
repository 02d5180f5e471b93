package io.fabula.pipelines.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.problems.WorkProblem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Measures analyses beside scikit-learn, one thread each: first both sides must find the same, then
 * they take turns. A long analysis has one turn.
 */
public final class AnalysisBench implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS = 1e9;

  /** Processor seconds from which one turn is enough. */
  private static final double LONG = 5;

  private final AnalysisData data;
  private final @Nullable ReferenceProcess reference;

  /** Streams that an analysis splits over threads stay on the pool's only one. */
  private final ForkJoinPool one = new ForkJoinPool(1);

  /** A run on one side. */
  private record Run(double seconds, double found) {}

  private AnalysisBench(AnalysisData data, @Nullable ReferenceProcess reference) {
    this.data = data;
    this.reference = reference;
  }

  /** Our side alone. */
  public static AnalysisBench alone(int rows) {
    return new AnalysisBench(AnalysisData.of(rows), null);
  }

  /**
   * Both sides.
   *
   * @param directory where data are handed over
   * @throws IOException with one line that says why there is no other side
   */
  public static AnalysisBench beside(
      int rows, Path home, Map<String, String> environment, Path directory) throws IOException {
    AnalysisData data = AnalysisData.of(rows);
    data.write(directory);
    ReferenceProcess reference =
        new ReferenceProcess(ReferenceProcess.command(home, "analysis", environment));
    try {
      reference.ask(Map.of("directory", directory.toString(), "rows", rows));
    } catch (IOException e) {
      reference.close();
      throw e;
    }
    return new AnalysisBench(data, reference);
  }

  /** What the other side is; empty where there is none. */
  public String description() {
    if (reference == null) return "";
    JsonNode about = reference.about();
    return "scikit-learn "
        + about.path("sklearn").asText()
        + ", numpy "
        + about.path("numpy").asText();
  }

  /**
   * Measures an analysis.
   *
   * @param turns of each side
   * @param warmUp processor seconds that are not counted, for Java's compiler
   */
  public AnalysisResult measure(AnalysisWork work, int turns, double warmUp) {
    Run first = ours(work);
    @Nullable Run theirs = reference == null ? null : theirs(work, reference);
    if (theirs != null && !work.agrees(first.found(), theirs.found())) {
      return new AnalysisResult(work, first.found(), theirs.found(), List.of(), List.of());
    }
    boolean once = first.seconds() > LONG;
    double warm = first.seconds();
    while (!once && warm < warmUp) warm += ours(work).seconds();
    List<Timing> own = new ArrayList<>();
    List<Timing> other = new ArrayList<>();
    for (int i = 0; i < (once ? 1 : turns); i++) {
      own.add(timing(ours(work)));
      if (reference != null) other.add(timing(theirs(work, reference)));
    }
    double found = theirs == null ? Double.NaN : theirs.found();
    return new AnalysisResult(work, first.found(), found, own, other);
  }

  private static Timing timing(Run run) {
    return new Timing(1, run.seconds(), run.seconds());
  }

  private Run ours(AnalysisWork work) {
    return one.submit(
            () -> {
              long start = THREADS.getCurrentThreadCpuTime();
              double found = work.work().applyAsDouble(data);
              return new Run((THREADS.getCurrentThreadCpuTime() - start) / NANOS, found);
            })
        .join();
  }

  private static Run theirs(AnalysisWork work, ReferenceProcess reference) {
    try {
      JsonNode answer = reference.ask(Map.of("analysis", work.name()));
      return new Run(answer.path("seconds").asDouble(), answer.path("found").asDouble());
    } catch (IOException e) {
      throw new WorkProblem("the reference failed at " + work.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    one.shutdown();
    if (reference != null) reference.close();
  }
}
