package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.memory.Shape;
import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void multipliesTheGradientAlone() {
    for (int batch : new int[] {1, 3}) {
      double[][] first = new double[1][];
      GradientCheck.of(
              x -> Gate.apply(x[0], x[1]),
              x -> {
                if (first[0] == null) first[0] = x[0].clone();
                double[] y = first[0].clone();
                for (int i = 0; i < y.length; i++) y[i] += 0.25 * (x[0][i] - first[0][i]);
                return y;
              })
          .input(batch, 4)
          .fixed(Shape.of(1), 0.25f)
          .run();
    }
  }

  @Test
  void mayChangeBetweenTwoBackwardPasses() {
    Graph graph = new Graph();
    Node x = graph.inputWithGradient("x", 2);
    Node gate = graph.input("gate");
    Node loss = Reductions.sum(Elementwise.square(Gate.apply(x, gate)));
    try (Plan plan = Plan.training(PlanOptions.DEFAULT.without(Optimisation.REUSE_MEMORY), loss)) {
      plan.set(x, 3, 1);
      plan.set(gate, 1);
      plan.forward();
      plan.backward();
      assertThat(plan.gradient(x)).containsExactly(6, 2);
      plan.set(gate, 0);
      plan.backward();
      assertThat(plan.gradient(x)).containsExactly(0, 0);
      plan.set(gate, 1);
      plan.backward();
      assertThat(plan.gradient(x)).containsExactly(6, 2);
    }
  }
}
