package io.fabula.model.mpdqn;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/**
 * A step of the proposed parameters: the values of a batch's states are climbed along inverted
 * gradients, with the values held.
 */
final class ActorStep implements AutoCloseable {
  private static final String OPTIMISER = "optimizer_actor";

  private final MpDqnNetwork network;
  private final MpDqnArchitecture agent;
  private final MpDqnLearning rule;
  private final Adam adam;

  private final Node proposingStates;
  private final Node push;
  private final Node proposed;
  private final Plan proposing;

  private final Node judgedStates;
  private final Node judgedParameters;
  private final Node weights;
  private final Node objective;
  private final Plan judging;

  private final int[] owners;
  private final float[] proposal;
  private final float[] weightValues;
  private final float[] inverted;
  private float[] climbing = {};

  /**
   * @param network whose actor learns; not closed with this
   */
  ActorStep(MpDqnNetwork network, MpDqnLearning rule, Adam.Options adam) {
    this.network = network;
    this.rule = rule;
    this.adam = new Adam(network.actor(), adam);
    agent = network.architecture();
    int rows = rule.batch();
    int actions = agent.valueOutputs();
    int width = agent.proposals();
    owners = agent.owners();
    proposal = new float[rows * width];
    inverted = new float[rows * width];
    weightValues = new float[rows * actions];

    Graph acting = new Graph();
    proposingStates = acting.input("states", rows, agent.stateSize());
    push = acting.input("push", rows, width);
    proposed = new MpDqnGraph(agent, acting).parameters(network.actor(), proposingStates);
    Node pushed = Elementwise.neg(Reductions.sum(Arithmetic.mul(proposed, push)));
    proposing = Plan.training(pushed, proposed);

    Graph judge = new Graph();
    judgedStates = judge.input("states", rows, agent.stateSize());
    judgedParameters = judge.inputWithGradient("parameters", rows, width);
    weights = judge.input("weights", rows, actions);
    Node judged =
        new MpDqnGraph(agent, judge)
            .values(network.values().frozen(), judgedStates, judgedParameters);
    objective = Reductions.sum(Arithmetic.mul(judged, weights));
    judging = Plan.training(objective);
  }

  /**
   * Learns from a batch once.
   *
   * @param judgedActions which value of each row is meant, {@code [rows]}
   * @param random read only if the objective's weights are random
   * @return length of the gradient before clipping
   */
  double run(TransitionBatch batch, int[] judgedActions, RandomStream random) {
    proposing.set(proposingStates, batch.states(), 0);
    proposing.forward();
    proposing.get(proposed, proposal, 0);
    rule.objective().weights(judgedActions, agent.valueOutputs(), random, weightValues);
    judging.set(judgedStates, batch.states(), 0);
    judging.set(judgedParameters, proposal, 0);
    judging.set(weights, weightValues, 0);
    judging.forward();
    judging.backward();
    climbing = judging.gradient(judgedParameters);
    int width = agent.proposals();
    for (int i = 0; i < inverted.length; i++) {
      int owner = owners[i % width];
      boolean own = owner < 0 || owner == batch.actions()[i / width];
      if (rule.objective().zeroOthers() && !own) {
        inverted[i] = 0;
      } else if (rule.objective().inverting()) {
        inverted[i] = (float) ActorObjective.invert(climbing[i], proposal[i], -1, 1);
      } else {
        inverted[i] = climbing[i];
      }
    }
    proposing.set(push, inverted, 0);
    network.actor().gradients().zero();
    proposing.backward();
    double norm = rule.clip(network.actor().gradients());
    adam.step(rule.actorRate());
    return norm;
  }

  /** Proposals before the last step, {@code [rows, proposals]}. */
  float[] proposal() {
    return proposal;
  }

  /** How the objective rises with the proposed parameters, before inversion. */
  float[] climbing() {
    return climbing;
  }

  /** The same after inversion. */
  float[] inverted() {
    return inverted;
  }

  /** What the proposed parameters climbed in the last step: the objective before it. */
  double objective() {
    return judging.scalar(objective);
  }

  /** What a step runs, in order. */
  List<Plan> plans() {
    return List.of(judging, proposing);
  }

  /** Adds the moments to a checkpoint. */
  void save(TensorFile file) {
    OptimiserState.save(file, OPTIMISER, adam, network.actor());
  }

  /** Takes the moments from a checkpoint. */
  void restore(TensorFile file) throws DamagedFileException {
    OptimiserState.restore(file, OPTIMISER, adam, network.actor());
  }

  @Override
  public void close() {
    for (Plan plan : plans()) plan.close();
    adam.close();
  }
}
