package io.fabula.model.graph;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

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
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < forwardNanos.length; i++) {
      lines.add(line("forward ", forward.get(i).node(), forwardNanos[i] / runs));
    }
    for (int i = 0; i < backwardNanos.length; i++) {
      lines.add(line("backward", backward.get(i).node(), backwardNanos[i] / runs));
    }
    lines.add("memory %,d bytes; without reuse %,d bytes".formatted(bytes, bytesWithoutReuse));
    return lines;
  }

  private static String line(String pass, Node node, long nanos) {
    StringBuilder inputs = new StringBuilder();
    for (Node input : node.inputs()) inputs.append(' ').append(input);
    return "%s %-18s %-28s %10.1f us <-%s"
        .formatted(pass, node.op().kind(), node, nanos / 1e3, inputs);
  }
}
