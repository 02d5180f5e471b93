package io.fabula.pipelines.stages;

import io.fabula.model.training.DivergedException;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.progress.ProgressEvent;
import java.util.concurrent.Callable;

/** Turns what goes wrong on a worker into a line that reaches the driver on every runner. */
final class Failures {
  private Failures() {}

  interface Action {
    void run() throws Exception;
  }

  /** Runs {@code action}; reports its failure in the run's progress before throwing it on. */
  static void reporting(StageJob job, Action action) {
    reporting(
        job,
        () -> {
          action.run();
          return job;
        });
  }

  /** The result of {@code work}, whose failure is reported likewise. */
  static <T> T reporting(StageJob job, Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      if (e instanceof InterruptedException) Thread.currentThread().interrupt();
      Problem problem = problem(job, e);
      report(job, problem);
      throw problem;
    }
  }

  private static Problem problem(StageJob job, Exception e) {
    if (e instanceof Problem known) return known;
    if (e instanceof DamagedFileException damaged) return DataProblem.damaged(damaged);
    if (e instanceof DivergedException diverged) {
      return new WorkProblem("stage " + job.name() + " " + diverged.getMessage(), e);
    }
    return StoreProblem.fullDisk(job.store().location(), e)
        .<Problem>map(full -> full)
        .orElseGet(() -> new WorkProblem(line(job.name(), e), e));
  }

  private static void report(StageJob job, Problem problem) {
    if (ActiveShards.isStopping()) return; // whoever ends the process knows why work ends
    try {
      job.log()
          .add(
              job.name(),
              ProgressEvent.Kind.FAILED,
              -1,
              0,
              0,
              String.valueOf(problem.getMessage()));
    } catch (RuntimeException unwritable) {
      problem.addSuppressed(unwritable); // a full disk must not hide the first failure
    }
  }

  private static String line(String stage, Exception e) {
    String message =
        e.getMessage() == null ? "" : ": " + e.getMessage().lines().findFirst().orElse("");
    return "stage " + stage + " failed with " + e.getClass().getSimpleName() + message;
  }
}
