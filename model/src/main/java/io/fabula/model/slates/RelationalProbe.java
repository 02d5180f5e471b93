package io.fabula.model.slates;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.RecSimOptions;
import io.fabula.envs.recsim.Split;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.ops.Losses;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.slates.SlateArchitecture.UserView;
import io.fabula.model.training.FiniteCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a network can tell which items are of the commonest main category of a set of candidates:
 * it must look at the set to know. The network is that of an agent without user and slate, trained
 * by least squares on sets of training items.
 */
public final class RelationalProbe implements AutoCloseable {
  private static final FiniteCheck FINITE = new FiniteCheck(List.of("rate"));
  private static final float HALF = 0.5f;

  private final Options options;
  private final ItemCatalogue catalogue;
  private final SlateNetwork network;
  private final List<Adam> optimisers = new ArrayList<>();
  private final Plan plan;
  private final Node items;
  private final Node targets;
  private final Node values;
  private final Node loss;
  private final ItemFeatures features;
  private final float[] itemValues;
  private final float[] targetValues;
  private final long seed;
  private int steps;

  /**
   * The size of a probe.
   *
   * @param set what the network sees of the set; nodes are the items alone
   * @param steps of training, at least 1
   * @param batch sets of each step, at least 1
   * @param rate Adam's learning rate, above 0
   * @param clipNorm longest gradient of each module, above 0
   * @param judged fresh sets of each split that it is judged by, at least 1
   */
  public record Options(
      SetView set, int steps, int batch, double rate, double clipNorm, int judged) {
    /** The sizes that our numbers were made with. */
    public static Options of(SetView set, int steps) {
      return new Options(set, steps, 32, 1e-3, 1, 300);
    }

    public Options {
      if (steps < 1) throw new IllegalArgumentException("steps must be at least 1, got " + steps);
      if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
      if (!(rate > 0)) throw new IllegalArgumentException("rate must be above 0, got " + rate);
      if (!(clipNorm > 0)) {
        throw new IllegalArgumentException("clipNorm must be above 0, got " + clipNorm);
      }
      if (judged < 1) {
        throw new IllegalArgumentException("judged must be at least 1, got " + judged);
      }
    }
  }

  /**
   * How well a network tells.
   *
   * @param accuracy share of items that it puts on the right side
   * @param top share of sets whose highest item is of a commonest category
   */
  public record Score(double accuracy, double top) {}

  public RelationalProbe(ItemCatalogue catalogue, Options options, long seed) {
    this.catalogue = catalogue;
    this.options = options;
    this.seed = seed;
    features = RecSimUsers.features(catalogue);
    int n = RecSimOptions.PUBLISHED.candidates();
    SlateArchitecture agent =
        new SlateArchitecture(
            Kind.CASCADE,
            UserView.direct(1),
            features.size(),
            2,
            n,
            0,
            SequenceEncoder.GRU,
            false,
            false,
            options.set(),
            false,
            List.of(256, 64));
    network = SlateNetwork.create(agent, seed);
    for (SlateWeights.Module module : network.weights().modules()) {
      optimisers.add(new Adam(module.parameters(), Adam.Options.DEFAULT));
    }
    int batch = options.batch();
    Graph graph = new Graph();
    SlateGraph layers = new SlateGraph(agent, graph, network.weights());
    items = graph.input("items", batch, n, features.size());
    targets = graph.input("targets", batch, n);
    Node user = graph.constant(new float[batch], batch, 1);
    values =
        layers
            .values(
                new SlateGraph.Decisions(
                    batch, 1, user, layers.items(items), null, edges(graph, agent), null),
                0)
            .values();
    loss = Losses.meanSquaredError(values, targets);
    plan = Plan.training(loss, values);
    itemValues = new float[batch * n * features.size()];
    targetValues = new float[batch * n];
  }

  private Node edges(Graph graph, SlateArchitecture agent) {
    Edges edges = new Edges(agent);
    int n = agent.candidates();
    float[] all = new float[options.batch() * edges.size()];
    for (int b = 0; b < options.batch(); b++) {
      edges.write(new boolean[n], 0, all, b * edges.size());
    }
    return graph.constant(all, options.batch(), n, n);
  }

  /** Trains to the end; {@code afterEach} is told of each step. */
  public void train(Runnable afterEach) {
    RecSimUsers world = new RecSimUsers(catalogue, RecSimOptions.PUBLISHED, 1);
    while (steps < options.steps()) {
      fill(world, "train", steps);
      for (SlateWeights.Module module : network.weights().modules()) {
        module.parameters().gradients().zero();
      }
      plan.forward();
      plan.backward();
      FINITE.number("step " + steps, "loss", plan.scalar(loss));
      for (int i = 0; i < optimisers.size(); i++) {
        network.weights().modules().get(i).parameters().gradients().clipNorm(options.clipNorm());
        optimisers.get(i).step(options.rate());
      }
      steps++;
      afterEach.run();
    }
  }

  /** How well the network tells on fresh sets of a split's items. */
  public Score judge(Split split) {
    RecSimUsers world = new RecSimUsers(catalogue, RecSimOptions.PUBLISHED.withSplit(split), 1);
    int n = RecSimOptions.PUBLISHED.candidates();
    int right = 0;
    int top = 0;
    int sets = 0;
    for (int round = 0; sets < options.judged(); round++) {
      fill(world, "judge", round);
      plan.forward();
      float[] said = plan.get(values);
      for (int b = 0; b < options.batch() && sets < options.judged(); b++, sets++) {
        int best = 0;
        for (int k = 0; k < n; k++) {
          int at = b * n + k;
          if (said[at] > HALF == targetValues[at] > HALF) right++;
          if (said[at] > said[b * n + best]) best = k;
        }
        if (targetValues[b * n + best] > HALF) top++;
      }
    }
    return new Score(right / (double) (sets * n), top / (double) sets);
  }

  private void fill(RecSimUsers world, String purpose, int round) {
    int n = RecSimOptions.PUBLISHED.candidates();
    for (int b = 0; b < options.batch(); b++) {
      long set = Seeds.of(seed, purpose, round, b);
      world.begin(set);
      int[] ids = world.candidates();
      int[] order = new RandomStream(Seeds.of(set, "order")).permutation(n);
      int[] counts = new int[catalogue.categories()];
      int most = 0;
      for (int id : ids) most = Math.max(most, ++counts[catalogue.main(id)]);
      for (int k = 0; k < n; k++) {
        int id = ids[order[k]];
        features.copy(id, itemValues, (b * n + k) * features.size());
        targetValues[b * n + k] = counts[catalogue.main(id)] == most ? 1 : 0;
      }
    }
    plan.set(items, itemValues, 0);
    plan.set(targets, targetValues, 0);
  }

  @Override
  public void close() {
    plan.close();
    optimisers.forEach(Adam::close);
    network.close();
  }
}
