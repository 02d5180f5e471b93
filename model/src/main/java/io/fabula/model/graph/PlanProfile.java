package io.fabula.model.graph;

import io.fabula.model.graph.memory.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times each step of a plan by the processor time of the running thread. */
final class PlanProfile {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PlanProfile() {}

  static List<String> of(
      List<PlanCompiler.Step> forward,
      List<PlanCompiler.Step> backward,
      int runs,
      long bytes,
      long bytesWithoutReuse) {
    if (runs < 1) throw new IllegalArgumentException("runs must be at least 1, got " + runs);
    long[] forwardNanos = new long[forward.size()];
    long[] backwardNanos = new long[backward.size()];
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < forwardNanos.length; i++) {
        long start = THREADS.getCurrentThreadCpuTime();
        forward.get(i).kernel().forward();
        forwardNanos[i] += THREADS.getCurrentThreadCpuTime() - start;
      }
      for (int i = 0; i < backwardNanos.length; i++) {
        long start = THREADS.getCurrentThreadCpuTime();
        backward.get(i).kernel().backward();
        backwardNanos[i] += THREADS.getCurrentThreadCpuTime() - start;
      }
    }
    for (int i = 0; i < forwardNanos.length; i++) forwardNanos[i] /= runs;
    for (int i = 0; i < backwardNanos.length; i++) backwardNanos[i] /= runs;
    return lines(forward, forwardNanos, backward, backwardNanos, bytes, bytesWithoutReuse);
  }

  /** The same without times. */
  static List<String> listing(
      List<PlanCompiler.Step> forward,
      List<PlanCompiler.Step> backward,
      long bytes,
      long bytesWithoutReuse) {
    return lines(forward, null, backward, null, bytes, bytesWithoutReuse);
  }

  private static List<String> lines(
      List<PlanCompiler.Step> forward,
      long @Nullable [] forwardNanos,
      List<PlanCompiler.Step> backward,
      long @Nullable [] backwardNanos,
      long bytes,
      long bytesWithoutReuse) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < forward.size(); i++) {
      lines.add(line("forward ", forward.get(i), time(forwardNanos, i)));
    }
    for (int i = 0; i < backward.size(); i++) {
      lines.add(line("backward", backward.get(i), time(backwardNanos, i)));
    }
    lines.add("memory %,d bytes; without reuse %,d bytes".formatted(bytes, bytesWithoutReuse));
    return lines;
  }

  private static String time(long @Nullable [] nanos, int i) {
    return nanos == null ? "" : " %10.1f us".formatted(nanos[i] / 1e3);
  }

  private static String line(String pass, PlanCompiler.Step step, String time) {
    Node node = step.node();
    StringBuilder text = new StringBuilder();
    text.append("%s %-18s %-28s%s <-".formatted(pass, node.op().kind(), node, time));
    for (Node input : node.inputs()) text.append(' ').append(input);
    for (Tensor written : step.written()) {
      text.append(" -> %,d floats at %,d".formatted(written.size(), written.offset()));
    }
    return text.toString();
  }
}
