package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.onednn.Primitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void checkedPlansNameTheFirstValueThatIsNotFinite() {
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", 3);
    Node root = Elementwise.sqrt(x).named("root");
    Node loss = Reductions.sum(Elementwise.square(root));
    PlanOptions checked = PlanOptions.DEFAULT.withCheckFinite(true);
    try (Plan plan = Plan.training(checked, loss)) {
      plan.set(x, 4, -1, 9);
      assertThatThrownBy(plan::forward)
          .isInstanceOf(NonFiniteException.class)
          .hasMessage("the value root[3] is NaN at element 1");
      plan.set(x, 4, 0, 9);
      plan.forward();
      assertThatThrownBy(plan::backward)
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("gradient passed on by root[3]");
    }
  }

  @Test
  void plansThatComputeOnlyChangesComputeAgainWhatFailed() {
    Graph graph = new Graph();
    Node x = graph.input("x", 1);
    Node y = graph.input("y", 1);
    Node root = Elementwise.sqrt(x).named("root");
    Node sum = Arithmetic.add(root, y);
    PlanOptions checked = PlanOptions.DEFAULT.withCheckFinite(true);
    try (Plan plan = Plan.incremental(checked, sum, root)) {
      plan.set(x, -1);
      plan.set(y, 1);
      assertThatThrownBy(plan::forward).hasMessage("the value root[1] is NaN at element 0");
      assertThatThrownBy(plan::forward).hasMessage("the value root[1] is NaN at element 0");
      plan.set(x, 4);
      plan.forward();
      plan.set(y, 3);
      plan.forward();
      assertThat(plan.scalar(sum)).isEqualTo(5);
      plan.set(x, 9);
      plan.forward();
      assertThat(plan.scalar(sum)).isEqualTo(6);
    }
  }

  @Test
  void anInterruptedThreadStopsBetweenSteps() {
    Graph graph = new Graph();
    Node x = graph.input("x", 3);
    Node y = Elementwise.exp(x);
    try (Plan plan = Plan.forward(y)) {
      plan.set(x, 0, 0, 0);
      Thread.currentThread().interrupt();
      assertThatThrownBy(plan::forward).isInstanceOf(PlanInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      plan.forward();
      assertThat(plan.get(y)).containsExactly(1, 1, 1);
    }
  }

  @Test
  void aClosedPlanRefusesToRun() {
    Graph graph = new Graph();
    Node y = Elementwise.exp(graph.input("x", 3));
    Plan plan = Plan.forward(y);
    plan.close();
    plan.close();
    assertThatThrownBy(plan::forward).hasMessage("the plan is closed");
  }

  @Test
  void valuesThatWereNotNamedAsOutputsAreRefused() {
    Graph graph = new Graph();
    Node x = graph.input("x", 3);
    Node hidden = Elementwise.exp(x).named("hidden");
    try (Plan plan = Plan.forward(Elementwise.exp(hidden))) {
      assertThatThrownBy(() -> plan.get(hidden)).hasMessageContaining("hidden[3] is no output");
      assertThatThrownBy(plan::backward).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void chainsShareMemory() {
    Graph graph = new Graph();
    Node x = graph.input("x", 1000);
    Node y = x;
    for (int i = 0; i < 20; i++) y = Elementwise.tanh(y);
    try (Plan plan = Plan.forward(PlanOptions.DEFAULT.without(Optimisation.FUSE_CHAINS), y)) {
      assertThat(plan.bytesWithoutReuse()).isGreaterThan(80_000);
      assertThat(plan.bytes()).isLessThan(20_000);
    }
  }

  @Test
  void profilesListEveryStep() {
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", 3);
    Node loss = Reductions.sum(Elementwise.tanh(x).named("bent"));
    try (Plan plan = Plan.training(loss)) {
      plan.set(x, 1, 2, 3);
      assertThat(plan.listing())
          .hasSameSizeAs(plan.profile(1))
          .anyMatch(
              line ->
                  line.matches("forward +tanh +bent\\[3\\] +<- x\\[3\\] -> 3 floats at [0-9,]+"));
      assertThat(plan.profile(1))
          .anyMatch(line -> line.startsWith("forward") && line.contains("bent[3]"))
          .anyMatch(line -> line.startsWith("backward") && line.contains("x[3]"))
          .last()
          .asString()
          .startsWith("memory");
    }
  }

  @Test
  void recurrentStatesFeedTheNextStep() {
    Graph graph = new Graph();
    Node h = graph.input("h", 2);
    Node next = Elementwise.affine(h, 2f, 1f);
    try (Plan plan = Plan.forward(next)) {
      plan.set(h, 0, 1);
      for (int i = 0; i < 3; i++) {
        plan.forward();
        plan.feed(next, h);
      }
      assertThat(plan.get(next)).containsExactly(7, 15);
    }
  }

  @Test
  void closedPlansReturnTheirNativeMemory() {
    try (Parameters parameters =
        Parameters.of(Map.of("w", Shape.of(8, 8, 3, 3), "b", Shape.of(8)))) {
      for (PlanOptions options : List.of(PlanOptions.PLAIN, PlanOptions.DEFAULT)) {
        compileRunClose(parameters, options);
        long blocks = NativeBlock.live();
        long primitives = Primitive.live();
        for (int i = 0; i < 50; i++) compileRunClose(parameters, options);
        assertThat(NativeBlock.live()).isEqualTo(blocks);
        assertThat(Primitive.live()).isEqualTo(primitives);
      }
    }
  }

  @Test
  void closedPlansLeaveNoMemoryBehind() throws IOException {
    try (Parameters parameters =
        Parameters.of(Map.of("w", Shape.of(8, 8, 3, 3), "b", Shape.of(8)))) {
      for (int i = 0; i < 100; i++) compileRunClose(parameters, PlanOptions.DEFAULT);
      long before = nativeBytes();
      for (int i = 0; i < 400; i++) compileRunClose(parameters, PlanOptions.DEFAULT);
      // each plan holds 1.6 MB: a leak of plans would show as 640 MB
      assertThat(nativeBytes() - before).isLessThan(150L << 20);
    }
  }

  private static void compileRunClose(Parameters parameters, PlanOptions options) {
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", 16, 16, 16, 8);
    Node y =
        Convolutions.conv2d(
            x, graph.parameter(parameters, "w"), graph.parameter(parameters, "b"), 1, 1);
    Node pooled = Pooling.maxPool(y, 3, 2, 1);
    Node again =
        Convolutions.conv2d(
            Elementwise.relu(pooled),
            graph.parameter(parameters, "w"),
            graph.parameter(parameters, "b"),
            1,
            1);
    Node loss = Reductions.sum(Pooling.maxPool(Elementwise.relu(again), 3, 2, 1));
    try (Plan plan = Plan.training(options, loss)) {
      plan.forward();
      plan.backward();
    }
  }

  /** Resident memory outside the Java heap. */
  private static long nativeBytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS")).findFirst().orElseThrow();
      long resident = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      return resident - Runtime.getRuntime().totalMemory();
    }
  }
}
