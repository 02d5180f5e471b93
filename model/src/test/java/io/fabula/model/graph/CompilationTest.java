package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps of a compilation, each by itself and without running a plan. */
class CompilationTest {
  private static final PlanOptions CHAINS = PlanOptions.PLAIN.with(Optimisation.FUSE_CHAINS);
  private static final PlanOptions VIEWS = PlanOptions.PLAIN.with(Optimisation.ALIAS_VIEWS);

  private Parameters parameters;
  private Graph graph;
  private Node x;
  private Node w;
  private Node b;

  @BeforeEach
  void make() {
    parameters = Parameters.of(Map.of("w", Shape.of(4, 4), "b", Shape.of(4)));
    graph = new Graph();
    x = graph.input("x", 2, 4);
    w = graph.parameter(parameters, "w");
    b = graph.parameter(parameters, "b");
  }

  @AfterEach
  void close() {
    parameters.close();
  }

  @Test
  void aChainBecomesOneNodeAndItsLastNodeIsFoundAgain() {
    Node inner = Elementwise.tanh(x);
    Node outer = Elementwise.square(inner);
    Node unused = Elementwise.tanh(outer);

    RewrittenGraph plain = new RewrittenGraph(PlanOptions.PLAIN, null, List.of(outer));
    assertThat(plain.order()).containsExactly(x, inner, outer);
    assertThat(plain.standIn(outer)).isSameAs(outer);
    assertThat(plain.originals()).doesNotContain(unused);

    RewrittenGraph fused = new RewrittenGraph(CHAINS, null, List.of(outer));
    assertThat(fused.originals()).containsExactly(x, inner, outer);
    assertThat(fused.order()).hasSize(2).startsWith(x).doesNotContain(inner, outer);
    assertThat(fused.outputs()).containsExactly(fused.standIn(outer));
    assertThat(fused.standIn(outer)).isSameAs(fused.order().get(1));
  }

  @Test
  void whatIsReadInsideAChainIsKept() {
    Node inner = Elementwise.tanh(x);
    Node outer = Elementwise.square(inner);

    RewrittenGraph fused = new RewrittenGraph(CHAINS, null, List.of(outer, inner));

    assertThat(fused.order()).containsExactly(x, inner, outer);
  }

  @Test
  void gradientsAreComputedWhereTheLossDependsOnWhatIsTrained() {
    Node layer = Linear.dense(x, w, b);
    Node stopped = Shaping.stopGradient(Elementwise.tanh(layer));
    Node loss = Reductions.mean(Elementwise.square(Arithmetic.sub(layer, stopped)));

    Schedule schedule = schedule(PlanOptions.PLAIN.with(Optimisation.SKIP_GRADIENTS), loss);

    assertThat(List.of(w, b, layer, loss)).allMatch(schedule::differentiated);
    assertThat(List.of(x, stopped, stopped.inputs().get(0))).noneMatch(schedule::differentiated);
    assertThat(schedule.computes(stopped)).isTrue();
  }

  @Test
  void theBackwardPassIsTheForwardPassTurnedRoundAndComesAfterIt() {
    Node layer = Linear.dense(x, w, b);
    Node loss = Reductions.mean(Elementwise.square(layer));
    Schedule schedule = schedule(PlanOptions.PLAIN, loss);

    assertThat(schedule.forwardTime(layer)).isLessThan(schedule.forwardTime(loss));
    assertThat(schedule.seedTime()).isGreaterThan(schedule.forwardTime(loss));
    assertThat(schedule.backwardTime(loss)).isGreaterThan(schedule.seedTime());
    assertThat(schedule.backwardTime(layer)).isGreaterThan(schedule.backwardTime(loss));
  }

  @Test
  void aSliceIsAViewOfPartOfWhatItIsCutFrom() {
    Node layer = Linear.dense(x, w, b);
    Node row = Shaping.slice(layer, 0, 1, 2);
    Node loss = Reductions.mean(Elementwise.square(row));

    Schedule views = schedule(VIEWS, loss);
    assertThat(views.aliases(row)).isTrue();
    assertThat(views.root(row)).isSameAs(layer);
    assertThat(views.offset(row)).isEqualTo(4);
    assertThat(views.partlyRead(layer)).isTrue();

    Schedule copies = schedule(PlanOptions.PLAIN, loss);
    assertThat(copies.aliases(row)).isFalse();
    assertThat(copies.root(row)).isSameAs(row);
    assertThat(copies.partlyRead(layer)).isFalse();
  }

  @Test
  void onlyWhatLivesTogetherHasMemoryOfItsOwn() {
    Node first = Elementwise.tanh(x);
    Node second = Elementwise.tanh(first);
    Node third = Elementwise.tanh(second);
    PlanTensors tensors = new PlanTensors(schedule(PlanOptions.PLAIN, null, third), VIEWS);
    Tensor a = tensors.value(first, 1);
    tensors.value(first, 2);
    Tensor after = tensors.value(second, 2);
    tensors.value(second, 3);
    Tensor later = tensors.temporary(8, 3);

    try (NativeBlock block = tensors.memory().place(true)) {
      assertThat(later.offset()).isEqualTo(a.offset()).isNotEqualTo(after.offset());
      assertThat(block.bytes()).isLessThan(tensors.memory().bytesWithoutReuse());
    }
  }

  @Test
  void whoPassesAGradientFirstOverwritesAndAllOthersAdd() {
    Node layer = Linear.dense(x, w, b);
    Node left = Elementwise.tanh(layer);
    Node right = Elementwise.square(layer);
    Node loss = Reductions.mean(Arithmetic.add(left, right));
    PlanOptions options = PlanOptions.PLAIN.with(Optimisation.SKIP_GRADIENTS);
    Schedule schedule = schedule(options, loss);
    PlanCompiler compiler = new PlanCompiler(schedule, new PlanTensors(schedule, options), options);

    assertThat(compiler.gradientTarget(right, 0)).isNotNull();
    assertThat(compiler.gradientTarget(right, 0).adds()).isFalse();
    assertThat(compiler.gradientTarget(left, 0).adds()).isTrue();
    assertThat(compiler.gradientTarget(layer, 0)).as("of the input").isNull();
    assertThat(compiler.gradientTarget(layer, 1).adds()).as("of a parameter").isTrue();
    assertThat(compiler.forwardSteps()).extracting(PlanCompiler.Step::node).endsWith(loss);
    assertThat(compiler.backwardSteps()).extracting(PlanCompiler.Step::node).startsWith(loss);
    for (PlanCompiler.Step step : compiler.forwardSteps()) step.kernel().close();
  }

  private static Schedule schedule(PlanOptions options, Node loss) {
    return schedule(options, loss, loss);
  }

  private static Schedule schedule(PlanOptions options, @Nullable Node loss, Node output) {
    return new Schedule(new RewrittenGraph(options, loss, List.of(output)), options);
  }
}
