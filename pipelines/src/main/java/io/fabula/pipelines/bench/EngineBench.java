package io.fabula.pipelines.bench;

import com.sun.management.OperatingSystemMXBean;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import io.fabula.pipelines.problems.WorkProblem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures workloads: both sides compute the same from the same, then they take turns.
 *
 * @param repetitions turns of each side
 * @param seconds processor time of a turn, at least one run
 */
public record EngineBench(int repetitions, double seconds) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final double NANOS = 1e9;

  /** Turns that are not counted: compilation to machine code takes some seconds. */
  private static final int WARM_UP_TURNS = 8;

  private static final int PROFILED_RUNS = 10;

  public EngineBench {
    if (repetitions < 1 || repetitions > 1000) {
      throw new IllegalArgumentException("repetitions must be in 1..1000, got " + repetitions);
    }
    if (!(seconds > 0 && seconds <= 60)) {
      throw new IllegalArgumentException("seconds must be above 0 and at most 60, got " + seconds);
    }
  }

  /** Measures one workload; without reference only our side, without ratio. */
  public EngineResult measure(EngineWorkload workload, @Nullable Reference reference) {
    if (workload.scaling()) return scaling(workload);
    try {
      return beside(workload, reference);
    } catch (IOException e) {
      throw new WorkProblem(
          "the reference failed at " + workload.name() + ": " + e.getMessage(), e);
    }
  }

  private EngineResult beside(EngineWorkload workload, @Nullable Reference reference)
      throws IOException {
    Reference.Prepared prepared =
        reference == null ? null : reference.prepare(workload.name(), seconds);
    List<Timing> ours = new ArrayList<>();
    List<Timing> theirs = new ArrayList<>();
    List<String> differences = List.of();
    try (Workload work = workload.work().apply(1)) {
      Computed computed = compute(work);
      if (prepared != null) differences = Agreement.differences(computed, prepared.computed());
      if (differences.isEmpty()) {
        time(work, WARM_UP_TURNS * seconds);
        for (int i = 0; i < repetitions; i++) {
          ours.add(time(work, seconds));
          if (reference != null) theirs.add(reference.time(seconds));
        }
      }
    }
    String layout = prepared == null ? null : prepared.layout();
    return new EngineResult(
        workload.name(), workload.bar(), false, layout, differences, ours, theirs);
  }

  private EngineResult scaling(EngineWorkload workload) {
    List<Timing> one = new ArrayList<>();
    List<Timing> two = new ArrayList<>();
    List<String> differences = List.of();
    try (Workload single = workload.work().apply(1);
        Workload pair = workload.work().apply(2)) {
      if (!compute(single).equals(compute(pair))) {
        differences = List.of("two threads do not give the same bits as one");
      } else {
        time(single, WARM_UP_TURNS * seconds);
        time(pair, WARM_UP_TURNS * seconds);
        for (int i = 0; i < repetitions; i++) {
          two.add(time(pair, seconds));
          one.add(time(single, seconds));
        }
      }
    }
    return new EngineResult(workload.name(), workload.bar(), true, null, differences, two, one);
  }

  /** What each step of a workload costs in the engine, one line each. */
  public List<String> profile(EngineWorkload workload) {
    try (Workload work = workload.work().apply(1)) {
      time(work, WARM_UP_TURNS * seconds);
      return work.profile(PROFILED_RUNS);
    }
  }

  private static Computed compute(Workload work) {
    work.run();
    ReferenceOutputs first = work.evidence();
    work.run();
    return new Computed(first, work.evidence());
  }

  private static Timing time(Workload work, double seconds) {
    int runs = 0;
    long wall = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    long spent;
    do {
      work.run();
      runs++;
      spent = SYSTEM.getProcessCpuTime() - cpu;
    } while (spent < seconds * NANOS);
    wall = System.nanoTime() - wall;
    return new Timing(runs, spent / NANOS / runs, wall / NANOS / runs);
  }
}
