package io.fabula.model.twins;

import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.agents.SteppingPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent agent over discrete actions, taken apart: views to embeddings, embeddings and states
 * to states, states to decisions, as many at a time as there are. A result does not depend on what
 * is computed beside it, to the bit.
 *
 * <p>An instance belongs to one thread.
 */
public final class SteppingAgent implements AutoCloseable {
  private static final int ROWS = 32;

  /**
   * What an agent reads from a state.
   *
   * @param logProbabilities of each action, nats
   * @param value predicted, in the units the agent learned
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  public record Decision(float[] logProbabilities, float value) {
    /** Half the sum of absolute differences of probabilities, 0 to 1. */
    public double totalVariation(Decision other) {
      double sum = 0;
      for (int i = 0; i < logProbabilities.length; i++) {
        sum +=
            Math.abs(
                StrictMath.exp(logProbabilities[i]) - StrictMath.exp(other.logProbabilities[i]));
      }
      return sum / 2;
    }

    /** Probability of any of some actions. */
    public double probability(List<Integer> actions) {
      double sum = 0;
      for (int action : actions) sum += StrictMath.exp(logProbabilities[action]);
      return sum;
    }
  }

  private final RecurrentNetwork network;
  private final CategoricalHead head;
  private final SteppingPlan plan;
  private final InputBuffer input;

  /**
   * @param network decides; it is not closed with this
   * @throws IllegalArgumentException if it does not choose among discrete actions
   */
  public SteppingAgent(RecurrentNetwork network) {
    this(network, ROWS);
  }

  /**
   * An agent for few or many views at a time.
   *
   * @param network decides; it is not closed with this
   * @param rows how many are computed at once, whether or not there are as many; at least 1
   * @throws IllegalArgumentException if it does not choose among discrete actions
   */
  public SteppingAgent(RecurrentNetwork network, int rows) {
    if (!(network.head() instanceof CategoricalHead categorical)) {
      throw new IllegalArgumentException(
          "twins need an agent that chooses among actions without parameters, got "
              + network.head());
    }
    this.network = network;
    head = categorical;
    plan = network.stepping(rows);
    input = network.inputs(1);
  }

  /** Checks that the agent can play a world. */
  public void requireFits(EnvironmentSpec world) {
    network.requireFits(world);
  }

  /** Numbers of a state. */
  public int stateSize() {
    return network.stateSize();
  }

  /** The state in which an episode begins. */
  public float[] begin() {
    float[] state = new float[network.stateSize()];
    plan.begin(state, 0);
    return state;
  }

  /** What the network is shown of a world as it is. */
  public float[] view(EditableWorld world) {
    ObservationBatch observations = new ObservationBatch(world.spec().observations(), 1);
    observations.put(0, world);
    return shown(world, observations);
  }

  /** What the network would be shown of the same state without a feature. */
  public float[] viewWithout(EditableWorld world, String feature) {
    ObservationBatch observations = new ObservationBatch(world.spec().observations(), 1);
    WorldEditor editor = world.editor();
    if (observations.byteValued()) editor.observeWithout(feature, observations.bytes(), 0);
    else editor.observeWithout(feature, observations.floats(), 0);
    return shown(world, observations);
  }

  private float[] shown(EditableWorld world, ObservationBatch observations) {
    return view(observations, world.availableActions());
  }

  /**
   * What the network is shown of an observation that was recorded.
   *
   * @param observations the first of them is taken
   */
  public float[] view(ObservationBatch observations, ActionSet available) {
    float[] view = new float[input.width()];
    input.put(0, observations, 0, available);
    input.expand(0, view, 0);
    return view;
  }

  /** Embeddings of views, in their order. */
  public List<float[]> embed(List<float[]> views) {
    List<float[]> result = new ArrayList<>();
    for (int from = 0; from < views.size(); from += plan.rows()) {
      int count = fill(plan.inputs(), views, from);
      plan.embed();
      take(plan.embeddings(), network.embeddingSize(), count, result);
    }
    return result;
  }

  /**
   * States after a step.
   *
   * @param states before it, in the order of the embeddings; not changed
   */
  public List<float[]> remember(List<float[]> embeddings, List<float[]> states) {
    List<float[]> result = new ArrayList<>();
    for (int from = 0; from < states.size(); from += plan.rows()) {
      int count = fill(plan.states(), states, from);
      fill(plan.embeddings(), embeddings, from);
      plan.remember();
      take(plan.states(), network.stateSize(), count, result);
    }
    return result;
  }

  /** What is read from states, in their order. */
  public List<Decision> decide(List<float[]> states) {
    List<Decision> result = new ArrayList<>();
    for (int from = 0; from < states.size(); from += plan.rows()) {
      int count = fill(plan.states(), states, from);
      plan.read();
      List<float[]> rows = new ArrayList<>();
      take(plan.outputs(), head.outputs(), count, rows);
      for (int i = 0; i < count; i++) {
        ActionDistribution.logSoftmax(rows.get(i), 0, head.outputs());
        result.add(new Decision(rows.get(i), plan.values()[i]));
      }
    }
    return result;
  }

  private int fill(float[] target, List<float[]> rows, int from) {
    int count = Math.min(plan.rows(), rows.size() - from);
    int width = rows.get(from).length;
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows.get(from + i), 0, target, i * width, width);
    }
    return count;
  }

  private static void take(float[] source, int width, int count, List<float[]> target) {
    for (int i = 0; i < count; i++) {
      float[] row = new float[width];
      System.arraycopy(source, i * width, row, 0, width);
      target.add(row);
    }
  }

  @Override
  public void close() {
    plan.close();
  }
}
