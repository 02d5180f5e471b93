package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.memory.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Replicas of a plan on several threads, gradients summed in shard order. */
class ShardsTest {
  private static final int SHARDS = 4;

  @Test
  void theNumberOfThreadsDoesNotChangeABit() throws Exception {
    float[] one = gradients(1);
    assertThat(one).isNotEqualTo(new float[one.length]);
    assertThat(gradients(2)).containsExactly(one);
    assertThat(gradients(4)).containsExactly(one);
  }

  private static float[] gradients(int threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Gradients> parts = new ArrayList<>();
    List<Plan> plans = new ArrayList<>();
    try (Parameters parameters =
        Parameters.of(Map.of("w", Shape.of(8, 3, 3, 3), "b", Shape.of(8)))) {
      float[] weights = new float[8 * 27];
      for (int i = 0; i < weights.length; i++) weights[i] = (float) Math.sin(i);
      parameters.set("w", weights);
      for (int s = 0; s < SHARDS; s++) {
        Gradients part = parameters.newGradients();
        parts.add(part);
        Graph graph = new Graph();
        Node x = graph.input("x", 4, 16, 16, 3);
        Node y =
            Convolutions.conv2d(
                x, graph.parameter(parameters, "w"), graph.parameter(parameters, "b"), 1, 1);
        Node loss = Reductions.mean(Elementwise.square(Elementwise.tanh(y)));
        Plan plan = Plan.training(PlanOptions.DEFAULT.withGradients(parameters, part), loss);
        float[] frames = new float[4 * 256 * 3];
        for (int i = 0; i < frames.length; i++) frames[i] = (float) Math.cos(0.3 * i + s);
        plan.set(x, frames);
        plans.add(plan);
      }
      List<Future<?>> runs = new ArrayList<>();
      for (Plan plan : plans) {
        runs.add(
            pool.submit(
                () -> {
                  plan.forward();
                  plan.backward();
                }));
      }
      for (Future<?> run : runs) run.get();
      for (Gradients part : parts) parameters.gradients().add(part);
      return parameters.gradients().get("w");
    } finally {
      pool.shutdown();
      for (Plan plan : plans) plan.close();
      for (Gradients part : parts) part.close();
    }
  }
}
