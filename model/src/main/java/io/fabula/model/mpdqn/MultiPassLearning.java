package io.fabula.model.mpdqn;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Parameters;
import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One learning step of a multi-pass Q-network (Bester et al. 2019) of Platform's size on 128
 * transitions: temporal-difference step of the Q-network, inverted gradients and a step of the
 * parameter network, and both target networks.
 */
public final class MultiPassLearning implements Workload {
  private static final int STATE = 9;
  private static final int ACTIONS = 3;
  private static final int HIDDEN = 128;

  /** Below this a transition ends its episode. */
  private static final double EPISODE_ENDS = -0.9;

  /** Parameters of an untrained agent: run 3, hop 10, leap 400, scaled to -1..1. */
  private static final List<Float> FIRST_PARAMETERS = List.of(-0.8f, -0.9722222f, 0.8604651f);

  static final MpDqnArchitecture AGENT =
      new MpDqnArchitecture(
          ValueForm.MULTI_PASS,
          STATE,
          List.of(1, 1, 1),
          0,
          List.of(HIDDEN),
          List.of(HIDDEN),
          FIRST_PARAMETERS);

  private final MpDqnNetwork network = MpDqnNetwork.create(AGENT, false, 0);
  private final MpDqnUpdate update;
  private final RandomStream unused = new RandomStream(0);
  private MpDqnUpdate.Result result = new MpDqnUpdate.Result(0, 0, 0);

  /** Compiles the plans. */
  public MultiPassLearning() {
    fill(network.values());
    fill(network.actor());
    update = new MpDqnUpdate(network, MpDqnLearning.REFERENCE);
    TransitionBatch batch = update.batch();
    copy("states", batch.states());
    copy("next states", batch.nextStates());
    copy("parameters", batch.parameters());
    copy("rewards", batch.rewards());
    float[] ends = HashTensors.flags("ends", batch.ends().length, EPISODE_ENDS);
    System.arraycopy(ends, 0, batch.ends(), 0, ends.length);
    HashTensors.Sequence actions = HashTensors.of("actions");
    for (int b = 0; b < batch.actions().length; b++) {
      batch.actions()[b] = actions.integer(b, ACTIONS);
    }
  }

  private static void copy(String name, float[] target) {
    float[] values = HashTensors.values(name, target.length, 1);
    System.arraycopy(values, 0, target, 0, values.length);
  }

  /** Gives an agent's tensors the weights of the names by which other programs know them. */
  static void fill(Parameters weights) {
    for (String name : weights.names()) {
      weights.set(name, HashTensors.weights(named(name), weights.shape(name)));
    }
  }

  /** The name by which other programs know a tensor of the agent. */
  private static String named(String tensor) {
    return tensor.replace("layers.0", "hidden").replace("layers.1", "output");
  }

  @Override
  public void run() {
    result = update.run(unused);
  }

  @Override
  public ReferenceOutputs evidence() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("q loss", result.loss());
    values.put("q gradient norm", result.valueNorm());
    values.put("objective", update.objective());
    values.put("actor gradient norm", result.actorNorm());
    Map<String, ReferenceOutputs.Trace> tensors = new LinkedHashMap<>();
    for (Parameters each : List.of(network.values(), network.actor())) {
      for (String name : each.names()) {
        tensors.put(
            named(name), ReferenceOutputs.Trace.of(named(name), each.gradients().get(name)));
      }
    }
    return new ReferenceOutputs(values, tensors);
  }

  @Override
  public List<String> profile(int runs) {
    return update.profile(runs);
  }

  @Override
  public void close() {
    update.close();
    network.close();
  }
}
