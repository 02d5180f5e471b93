package io.fabula.pipelines.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one workload.
 *
 * @param workload its name
 * @param bar what {@link #ratio} should at least be
 * @param scaling whether {@code theirs} is one thread of ours and elapsed time counts
 * @param layout memory layout that PyTorch was faster in; null without reference
 * @param differences why the sides do not agree; then nothing was timed
 * @param ours repetitions on our side; with two threads where {@code scaling}
 * @param theirs repetitions of the other side; empty without reference
 */
public record EngineResult(
    String workload,
    double bar,
    boolean scaling,
    @Nullable String layout,
    List<String> differences,
    List<Timing> ours,
    List<Timing> theirs) {
  public EngineResult {
    differences = List.copyOf(differences);
    ours = List.copyOf(ours);
    theirs = List.copyOf(theirs);
  }

  /** Whether there are times of both sides. */
  public boolean compared() {
    return !ours.isEmpty() && !theirs.isEmpty();
  }

  /** How often faster our median is: by processor time, for scaling by elapsed time. */
  public double ratio() {
    return scaling ? wallRatio() : cpuRatio();
  }

  /** Ratio of the medians of processor time. */
  public double cpuRatio() {
    return Spread.ofCpu(theirs).median() / Spread.ofCpu(ours).median();
  }

  /** Ratio of the medians of elapsed time. */
  public double wallRatio() {
    return Spread.ofWall(theirs).median() / Spread.ofWall(ours).median();
  }
}
