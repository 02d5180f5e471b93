package io.fabula.model.trajectories;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.ops.Gaussian;
import io.fabula.model.sets.TensorNodes;
import java.util.ArrayList;
import java.util.List;

/** Loss and gradients of a batch of things with some trajectories of each. */
final class TrajectoryStep implements AutoCloseable {
  /** What a step found, per trajectory. */
  record Found(double loss, double logLikelihood, double divergence, double squaredError) {}

  private final TrajectoryVae vae;
  private final Node input;
  private final Node thingNoiseInput;
  private final Node trajectoryNoiseInput;
  private final Node weight;
  private final Node inverseWeight;
  private final Node loss;
  private final Node likelihood;
  private final Node divergence;
  private final Node error;
  private final List<Node> moments = new ArrayList<>();
  private final Plan plan;
  private final float[] seen;
  private final float[] thingNoise;
  private final float[] trajectoryNoise;

  TrajectoryStep(TrajectoryVae vae, int things, int each, int states) {
    this.vae = vae;
    TrajectoryNetwork network = vae.network;
    int rows = things * each;
    int size = network.size();
    Graph graph = new Graph();
    TensorNodes nodes = new TensorNodes(graph, vae.parameters);
    TrajectoryNetwork.Norms norms = TrajectoryNetwork.ofTheBatch(moments);
    input = graph.input("trajectories", states, rows, network.numbers());
    thingNoiseInput = graph.input("noise of things", things, size);
    trajectoryNoiseInput = graph.input("noise of trajectories", things, each, size);
    weight = graph.input("weight", 1);
    inverseWeight = graph.input("inverse weight", 1);
    Node codes = network.encode(input, nodes);
    TrajectoryNetwork.Distribution thing = network.thing(codes, things, nodes, norms);
    Node drawnThing = Gaussian.sample(thing.mean(), thing.logVariance(), thingNoiseInput);
    TrajectoryNetwork.Distribution posterior = network.posterior(codes, drawnThing, nodes, norms);
    TrajectoryNetwork.Distribution prior = network.prior(drawnThing, nodes, norms);
    Node drawn = Gaussian.sample(posterior.mean(), posterior.logVariance(), trajectoryNoiseInput);
    Node told = network.decode(drawnThing, drawn, Shaping.at(input, 0), states, nodes);
    Node next = Shaping.slice(input, 0, 1, states);
    likelihood =
        perTrajectory(Gaussian.logProbability(next, told, network.stateLogVariance(nodes)), rows);
    error = perTrajectory(Elementwise.square(Arithmetic.sub(next, told)), rows);
    divergence =
        Arithmetic.add(
            perTrajectory(Gaussian.divergence(thing.mean(), thing.logVariance()), rows),
            perTrajectory(
                Gaussian.divergence(
                    posterior.mean(), posterior.logVariance(), prior.mean(), prior.logVariance()),
                rows));
    loss =
        Reductions.sum(
            Arithmetic.sub(
                Arithmetic.mul(divergence, inverseWeight), Arithmetic.mul(likelihood, weight)));
    List<Node> outputs = new ArrayList<>(moments);
    outputs.addAll(List.of(likelihood, divergence, error));
    plan = Plan.training(loss, outputs.toArray(new Node[0]));
    seen = new float[states * rows * network.numbers()];
    thingNoise = new float[things * size];
    trajectoryNoise = new float[rows * size];
  }

  private static Node perTrajectory(Node x, int rows) {
    return Elementwise.scale(Reductions.sum(x), 1f / rows);
  }

  /** The batch, {@code [states, things each, numbers]}; to be filled before a step. */
  float[] seen() {
    return seen;
  }

  /** Standard normal, {@code [things, size]}; to be filled before a step. */
  float[] thingNoise() {
    return thingNoise;
  }

  /** Standard normal, {@code [things, each, size]}; to be filled before a step. */
  float[] trajectoryNoise() {
    return trajectoryNoise;
  }

  /**
   * Adds the gradients of the batch, and lets it enter the running statistics.
   *
   * @param likelihoodWeight of the log-likelihood; the divergence is divided by it
   */
  Found run(float likelihoodWeight) {
    plan.set(input, seen, 0);
    plan.set(thingNoiseInput, thingNoise, 0);
    plan.set(trajectoryNoiseInput, trajectoryNoise, 0);
    plan.set(weight, likelihoodWeight);
    plan.set(inverseWeight, 1 / likelihoodWeight);
    plan.forward();
    plan.backward();
    for (int i = 0; i < moments.size(); i++) {
      vae.statistics.get(i).update(plan.get(moments.get(i)));
    }
    return new Found(
        plan.scalar(loss), plan.scalar(likelihood), plan.scalar(divergence), plan.scalar(error));
  }

  @Override
  public void close() {
    plan.close();
  }
}
