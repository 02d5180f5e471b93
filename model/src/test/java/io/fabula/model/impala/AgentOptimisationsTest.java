package io.fabula.model.impala;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Switches;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentOptimisationsTest {
  private static final int STEPS = 3;
  private static final int WORLDS = 4;

  @Test
  void eachOptimisationLeavesTheAgentsLearningAsItIs() {
    ImpalaArchitecture architecture = ImpalaArchitecture.mini();
    try (ImpalaNetwork agent = ImpalaNetwork.create(architecture, 5)) {
      // single precision sums some thousand products, in another order
      Switches.check(options -> learn(architecture, agent.parameters(), options), 2e-5);
    }
  }

  private static List<Switches.Result> learn(
      ImpalaArchitecture architecture, Parameters parameters, PlanOptions options) {
    Graph graph = new Graph();
    int rows = STEPS * WORLDS;
    Node views =
        graph.input(
            "views", rows, architecture.side(), architecture.side(), ImpalaArchitecture.COLOURS);
    Node masks = graph.input("masks", STEPS, WORLDS);
    Node hidden = graph.input("hidden", WORLDS, architecture.hidden());
    ImpalaGraph.Outputs outputs =
        new ImpalaGraph(architecture, graph, parameters).block(views, masks, hidden, true);
    Node entropy = Categorical.entropy(Categorical.logSoftmax(outputs.logits()));
    Node loss =
        Arithmetic.add(
            Reductions.mean(Elementwise.square(Elementwise.offset(outputs.value(), -1f))),
            Elementwise.scale(Reductions.mean(entropy), 0.1f));
    RandomStream random = new RandomStream(3);
    parameters.gradients().zero();
    try (Plan plan = Plan.training(options, loss, outputs.logits(), outputs.hidden())) {
      plan.set(views, uniform(random, views.shape().size()));
      plan.set(masks, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0);
      plan.set(hidden, uniform(random, hidden.shape().size()));
      plan.forward();
      plan.backward();
      List<Switches.Result> results = new ArrayList<>();
      results.add(Switches.Result.of(plan.get(outputs.logits())));
      results.add(Switches.Result.of(plan.get(outputs.hidden())));
      results.add(Switches.Result.of(plan.get(loss)));
      for (String name : parameters.names())
        results.add(Switches.Result.of(parameters.gradients().get(name)));
      return results;
    }
  }

  private static float[] uniform(RandomStream random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = random.nextFloat();
    return values;
  }
}
